using System.Runtime.InteropServices;
using WeChatPlatform.Capture.Reporting;

namespace WeChatPlatform.Capture.Agent.Commands;

/// <summary>Begins what the command line asks for.</summary>
internal static class AgentCommands
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var line = CommandLine.Parse(args);
        if (line.Fault is not null)
        {
            await Console.Error.WriteLineAsync(line.Fault);
            return ExitCode.Usage;
        }

        switch (line.Command)
        {
            case CommandLine.Help:
                await Console.Out.WriteLineAsync(Usage.Text);
                return ExitCode.Done;
            case CommandLine.Version:
                await Console.Out.WriteLineAsync(
                    $"agent {AgentVersion.Text}  {RuntimeInformation.FrameworkDescription}  {RuntimeInformation.RuntimeIdentifier}");
                return ExitCode.Done;
        }

        var (builder, file) = AgentHost.Configure(line.ConfigurationFile, line.Settings);
        return line.Command switch
        {
            CommandLine.Run => await AgentProcess.RunAsync(builder, file),
            CommandLine.Check => await WindowCommands.CheckAsync(builder, file, line),
            CommandLine.Dump => await WindowCommands.DumpAsync(builder, file, line.Target!),
            CommandLine.ProtectKey => await ProtectKey.RunAsync(line.Target!),
            _ => await LocalCommands.RunAsync(line.Command, builder, file),
        };
    }
}
