namespace WeChatPlatform.Capture.Agent.Commands;

/// <summary>
/// The command line, taken apart. Settings may follow as --Agent:Name=value; a word that is not known is a fault, so that a
/// slip of the finger starts nothing.
/// </summary>
internal sealed record CommandLine(
    string Command, string? ConfigurationFile, string? Target, bool TestSend, bool Report, IReadOnlyList<string> Settings)
{
    public const string Run = "run";
    public const string Check = "check";
    public const string Dump = "dump";
    public const string Pause = "pause";
    public const string Resume = "resume";
    public const string Stop = "stop";
    public const string ProtectKey = "protect-key";
    public const string Version = "version";
    public const string Help = "help";

    private static readonly string[] Commands = [Run, Check, Dump, Pause, Resume, Stop, ProtectKey, Version, Help];

    /// <summary>What could not be understood, Chinese, then English; absent when all could.</summary>
    public string? Fault { get; private init; }

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine(Run, null, null, TestSend: false, Report: false, []);
        var settings = new List<string>();
        string? command = null;
        for (var index = 0; index < args.Count; index++)
        {
            var arg = args[index];
            switch (arg)
            {
                case "--help" or "-h" or "-?" or "/?":
                    return line with { Command = Help };
                case "--version":
                    return line with { Command = Version };
                case "--config" when index + 1 < args.Count:
                    line = line with { ConfigurationFile = args[++index] };
                    break;
                case "--config":
                    return Wrong(line, "--config 后面要有文件名", "--config needs a file");
                case "--send":
                    line = line with { TestSend = true };
                    break;
                case "--report":
                    line = line with { Report = true };
                    break;
                case ['-', '-', ..] when arg.Contains(':', StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal):
                    settings.Add(arg);
                    break;
                case ['-', ..]:
                    return Wrong(line, $"没有选项 {arg}", $"unknown option {arg}");
                case var word when command is null:
                    command = word;
                    line = line with { Command = word };
                    break;
                case var word when line.Target is null && command is Dump or ProtectKey:
                    line = line with { Target = word };
                    break;
                default:
                    return Wrong(line, $"多出 {arg}", $"{arg} is one too many");
            }
        }

        return Checked(line with { Settings = settings });
    }

    private static CommandLine Checked(CommandLine line)
    {
        if (!Commands.Contains(line.Command, StringComparer.Ordinal))
        {
            return Wrong(line, $"没有命令 {line.Command}", $"unknown command {line.Command}");
        }

        if (line.Command is Dump or ProtectKey && line.Target is null)
        {
            return Wrong(line, $"{line.Command} 后面要有文件名", $"{line.Command} needs a file");
        }

        return (line.TestSend || line.Report) && line.Command != Check
            ? Wrong(line, "--send 和 --report 只用于 check", "--send and --report belong to check")
            : line;
    }

    private static CommandLine Wrong(CommandLine line, string chinese, string english) =>
        line with { Fault = $"{chinese}。运行 agent help 查看用法。 / {english}. See 'agent help'." };
}
