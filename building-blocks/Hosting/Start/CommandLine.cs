namespace WeChatPlatform.Hosting;

/// <summary>What the command line asks for: [verb words...] [--config FILE] [--help].</summary>
internal sealed record CommandLine(string? ConfigFile, bool Help, string? Verb, string[] VerbArgs)
{
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        string? config = null;
        var help = false;
        var words = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--config")
            {
                config = i + 1 < args.Count
                    ? args[++i]
                    : throw new StartRefusedException(
                        ExitCodes.BadConfiguration, "--config 后面缺少文件名 / --config needs a file name.");
            }
            else if (args[i].StartsWith("--config=", StringComparison.Ordinal))
            {
                config = args[i]["--config=".Length..];
            }
            else if (args[i] is "--help" or "-h")
            {
                help = true;
            }
            else
            {
                words.Add(args[i]);
            }
        }

        return new CommandLine(config, help, words.FirstOrDefault(), [.. words.Skip(1)]);
    }
}
