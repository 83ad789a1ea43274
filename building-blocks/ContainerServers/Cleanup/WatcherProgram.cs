using System.Runtime.InteropServices;
using WeChatPlatform.ContainerServers.Docker;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers.Cleanup;

/// <summary>The watcher's process: WeChatPlatform.ContainerServers.dll SOCKET RUN. See <see cref="Watcher"/>.</summary>
internal static partial class WatcherProgram
{
    private const int UsageFault = 64;
    private const int ServerFault = 69;

    // Longer than Docker takes over a request whose sender has just been killed.
    private static readonly TimeSpan RequestsInFlight = TimeSpan.FromSeconds(2);

    public static async Task<int> Main(string[] args)
    {
        if (args is not [var socket, var run])
        {
            await Console.Error.WriteLineAsync("usage: WeChatPlatform.ContainerServers SOCKET RUN");
            return UsageFault;
        }

        // A session of its own, so that Ctrl-C and a kill of the test's process group pass it by.
        _ = Setsid();
        using var interrupt = Ignore(PosixSignal.SIGINT);
        using var terminate = Ignore(PosixSignal.SIGTERM);
        using var hangup = Ignore(PosixSignal.SIGHUP);
        await Console.Out.WriteLineAsync(Watcher.Ready);

        var complete = false;
        while (await Console.In.ReadLineAsync(CancellationToken.None) is { } line)
        {
            complete = line == Watcher.Complete;
        }

        try
        {
            using var engine = new DockerEngine(socket, TimeProvider.System);
            var removal = new Removal(engine, TimeProvider.System);
            await removal.RunAsync(run, CancellationToken.None);
            if (!complete)
            {
                await Task.Delay(RequestsInFlight, TimeProvider.System, CancellationToken.None);
                await removal.RunAsync(run, CancellationToken.None);
            }

            return 0;
        }
        catch (Exception failure) when (failure is LocalServerException or DockerRefusedException or InvalidOperationException)
        {
            // Nobody may be there to read it; the next run clears away what is left.
            return ServerFault;
        }
    }

    private static PosixSignalRegistration Ignore(PosixSignal signal) =>
        PosixSignalRegistration.Create(signal, context => context.Cancel = true);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Setsid();
}
