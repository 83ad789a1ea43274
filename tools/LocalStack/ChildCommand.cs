using System.ComponentModel;
using System.Diagnostics;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.LocalStack;

/// <summary>The command that the servers are for. It has this process's terminal and gets its signals.</summary>
internal sealed class ChildCommand : IDisposable
{
    private readonly Process process;

    private ChildCommand(Process process) => this.process = process;

    /// <exception cref="LocalServerException">The command cannot be run.</exception>
    public static ChildCommand Start(IReadOnlyList<string> command, IEnumerable<(string Name, string Value)> variables)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return new ChildCommand(Process.Start(start)!);
        }
        catch (Win32Exception failure)
        {
            throw new LocalServerException(
                $"无法运行命令 {command[0]}：{failure.Message}",
                $"The command {command[0]} cannot be run: {failure.Message}",
                failure);
        }
    }

    public void Signal(UnixSignal signal) => UnixProcess.Send(process.Id, signal);

    /// <summary>The exit code; 128 + the signal's number when a signal ended it.</summary>
    public async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    public void Dispose() => process.Dispose();
}
