using System.Runtime.InteropServices;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.LocalStack;

/// <summary>
/// Signals never end this process by themselves, because then nobody would stop the servers. Before the command runs they
/// cancel the start; after that they are the command's to obey.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly Lock sync = new();
    private readonly CancellationTokenSource starting = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private ChildCommand? child;

    public Signals()
    {
        Register(PosixSignal.SIGINT, UnixSignal.Interrupt);
        Register(PosixSignal.SIGTERM, UnixSignal.Terminate);
        Register(PosixSignal.SIGHUP, UnixSignal.Hangup);
    }

    /// <summary>Cancelled by a signal that comes before the command runs.</summary>
    public CancellationToken Starting => starting.Token;

    /// <summary>What came before the command ran; null when nothing did.</summary>
    public UnixSignal? Early { get; private set; }

    /// <exception cref="OperationCanceledException">A signal came first.</exception>
    public ChildCommand Start(Func<ChildCommand> start)
    {
        lock (sync)
        {
            starting.Token.ThrowIfCancellationRequested();
            return child = start();
        }
    }

    /// <summary>The command has ended: its id may soon be another process's.</summary>
    public void Forget()
    {
        lock (sync)
        {
            child = null;
        }
    }

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        starting.Dispose();
    }

    private void Register(PosixSignal posix, UnixSignal signal) =>
        registrations.Add(PosixSignalRegistration.Create(posix, context =>
        {
            context.Cancel = true;
            lock (sync)
            {
                if (child is not null)
                {
                    child.Signal(signal);
                    return;
                }

                Early ??= signal;
            }

            starting.Cancel();
        }));
}
