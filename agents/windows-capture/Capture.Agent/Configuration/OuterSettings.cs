using Microsoft.Extensions.Configuration;

namespace WeChatPlatform.Capture.Agent.Configuration;

/// <summary>
/// What the environment and the command line set, the command line winning. An option that there is not, or a value of another
/// kind, is a fault as in the file: a slip of the finger in the name of a cap must not pass for the cap. No value is repeated.
/// </summary>
internal sealed class OuterSettings
{
    private const string Root = AgentOptions.Section + ":";
    private readonly Dictionary<string, string?> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];

    /// <summary>All but those that are wrong.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <summary>What is wrong; Chinese, then English.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <param name="args">--Agent:Name=value, as many as were given.</param>
    public static OuterSettings Read(IReadOnlyList<string> args)
    {
        var outer = new OuterSettings();
        var given = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. args]).Build();
        foreach (var (name, value) in given.AsEnumerable().OrderBy(setting => setting.Key, StringComparer.Ordinal))
        {
            if (value is not null)
            {
                outer.Take(name, value);
            }
        }

        return outer;
    }

    private void Take(string name, string value)
    {
        if (!name.StartsWith(Root, StringComparison.OrdinalIgnoreCase))
        {
            _settings[name] = value;
        }
        else if (Find(name[Root.Length..].Split(':')) is not { } found)
        {
            _faults.Add($"环境变量或命令行：没有配置项 {name} / environment or command line: there is no option {name}");
        }
        else if (found.IsText)
        {
            _settings[name] = value;
        }
        else if (value.Length > 0)
        {
            // Set to nothing is not set.
            Convert(name, found.Option, value);
        }
    }

    private void Convert(string name, OptionNames.Option option, string value)
    {
        if (!option.IsGroup && !option.IsTable && !option.IsList && OptionNames.Value(option, value) is { } converted)
        {
            _settings[name] = converted;
            return;
        }

        var (chinese, english) = OptionNames.Expected(option);
        _faults.Add($"环境变量或命令行：{name} 应为{chinese} / environment or command line: {name} must be {english}");
    }

    // Entries of a list and of a table, and options that are texts, take any value.
    private static (OptionNames.Option Option, bool IsText)? Find(string[] names)
    {
        var known = OptionNames.Root;
        for (var at = 0; at < names.Length; at++)
        {
            if (known.FirstOrDefault(option => option.Name.Equals(names[at], StringComparison.OrdinalIgnoreCase)) is not { } option)
            {
                return null;
            }

            var left = names.Length - at - 1;
            if (left == 0)
            {
                return (option, option.Type.Type == typeof(string));
            }

            if (option.IsList || option.IsTable)
            {
                return left == 1 ? (option, true) : null;
            }

            known = option.IsGroup ? option.Members : [];
        }

        return null;
    }
}
