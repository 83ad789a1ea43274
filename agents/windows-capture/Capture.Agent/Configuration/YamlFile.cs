using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace WeChatPlatform.Capture.Agent.Configuration;

/// <summary>
/// A YAML file as settings of sections Agent and Logging. Every fault of the file is found in one reading and names its
/// line; no value is ever repeated in a message, because it may be a secret.
/// </summary>
internal sealed class YamlFile
{
    // Written in a file, a relative path is one from there: who starts the agent stands anywhere.
    private static readonly string[] Paths = ["DataFolder", "ApiKeyFile", "LockFolder", "ProfileFolder"];
    private readonly string _name;
    private readonly string _folder;
    private readonly Dictionary<string, string?> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _lines = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];
    private readonly List<string> _notes = [];

    private YamlFile(string path)
    {
        _name = Path.GetFileName(path);
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    }

    public IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <summary>What is wrong, each with its line; Chinese, then English.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>False when not all of it could be read, so that nobody knows what it sets.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Keys that have no effect, and why.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The place of a setting, such as agent.yaml:12; null for one that the file does not set.</summary>
    public string? PlaceOf(string setting) => _lines.TryGetValue(setting, out var line) ? Place(line) : null;

    /// <summary>The settings that the file names, by where they stand; those with faults included.</summary>
    public IEnumerable<string> Named => _lines.Keys;

    public static YamlFile Read(string path)
    {
        var file = new YamlFile(path);
        try
        {
            using var reader = new StreamReader(path);
            var stream = new YamlStream();
            var keys = new UniqueKeys(new Parser(reader));
            stream.Load(keys);
            foreach (var again in keys.Found)
            {
                file.Fault(again.Line, $"{again.Name} 写了两次", $"{again.Name} is there twice");
            }

            file.Take(stream);
            file.IsRead = !keys.Found.Any(again => again.IsSection);
        }
        catch (AnchorNotFoundException)
        {
            // Its own words repeat the value, and its line is that of the mapping around it.
            file._faults.Add($"{file._name}: 以 * 开头的值要加引号 / a value that begins with * needs quotes");
        }
        catch (YamlException malformed)
        {
            file.Fault(malformed.Start.Line, "不是有效的 YAML", $"no valid YAML: {malformed.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            file._faults.Add($"{path}: 无法读取配置文件 / the configuration file cannot be read: {failure.Message}");
        }

        return file;
    }

    private void Take(YamlStream stream)
    {
        if (stream.Documents is not [{ RootNode: var root }, ..])
        {
            return;
        }

        if (root is not YamlMappingNode top)
        {
            Fault(root.Start.Line, "应为若干“名称: 值”", "must be names with values");
            return;
        }

        var options = OptionNames.Root.ToList();
        foreach (var (key, name, value) in Members(top))
        {
            if (SeedKeys.Sections.Contains(name))
            {
                TakeSection(name, key, value);
            }
            else if (options.Find(option => OptionNames.Same(name, option.Name)) is { } option)
            {
                TakeOption("Agent", option, key, value);
            }
            else
            {
                Unknown(key, name, SeedKeys.Sections.Concat(options.Select(known => OptionNames.Written(known.Name))));
            }
        }
    }

    private void TakeSection(string section, YamlNode key, YamlNode value)
    {
        if (value is not YamlMappingNode members)
        {
            if (!YamlNodes.IsAbsent(value))
            {
                Expect(key, section, "若干“名称: 值”", "names with values");
            }

            return;
        }

        foreach (var (memberKey, name, member) in Members(members))
        {
            var full = $"{section}.{name}";
            if (!SeedKeys.All.TryGetValue(full, out var known))
            {
                Unknown(memberKey, full, SeedKeys.All.Keys.Where(key => key.StartsWith(section + ".", StringComparison.Ordinal)));
            }
            else if (known.NoEffect is { } reason)
            {
                _notes.Add($"{Place(memberKey.Start.Line)}: {full} 不起作用：{reason.Chinese} / {full} has no effect: {reason.English}");
            }
            else if (!YamlNodes.IsAbsent(member))
            {
                TakeKnown(full, known, memberKey, member);
            }
        }
    }

    private void TakeKnown(string full, SeedKeys.SeedKey known, YamlNode key, YamlNode value)
    {
        var texts = YamlNodes.Texts(value);
        if (texts is null || (texts.Count != 1 && !known.IsList))
        {
            Expect(key, full, known.Chinese, known.English);
            return;
        }

        foreach (var text in texts)
        {
            if (known.Read(text) is not { } settings)
            {
                Expect(key, full, known.Chinese, known.English);
                continue;
            }

            foreach (var (path, setting) in settings)
            {
                Set(known.IsList ? NextIn(path) : path, setting!, key, full);
            }
        }
    }

    private void TakeOption(string prefix, OptionNames.Option option, YamlNode key, YamlNode value)
    {
        var path = $"{prefix}:{option.Name}";
        var written = WrittenPath(path);
        if (YamlNodes.IsAbsent(value))
        {
            return;
        }

        if (option.IsGroup || option.IsTable)
        {
            if (value is not YamlMappingNode members)
            {
                Expect(key, written, option);
                return;
            }

            TakeMembers(path, option, members);
        }
        else if (YamlNodes.Texts(value) is not { } texts || (texts.Count != 1 && !option.IsList))
        {
            Expect(key, written, option);
        }
        else if (option.IsList)
        {
            foreach (var text in texts)
            {
                Set(NextIn(path), text, key, written);
            }
        }
        else if (OptionNames.Value(option, texts[0]) is { } converted)
        {
            Set(path, converted, key, written);
        }
        else
        {
            _lines.TryAdd(path, key.Start.Line);
            Expect(key, written, option);
        }
    }

    private void TakeMembers(string path, OptionNames.Option option, YamlMappingNode members)
    {
        var known = option.IsGroup ? option.Members.ToList() : [];
        foreach (var (key, name, value) in Members(members))
        {
            var written = $"{WrittenPath(path)}.{name}";
            if (option.IsTable)
            {
                if (value is YamlScalarNode { Value: { } text })
                {
                    Set($"{path}:{name}", text, key, written);
                }
                else
                {
                    Expect(key, written, "一个值", "one value");
                }
            }
            else if (known.Find(member => OptionNames.Same(name, member.Name)) is { } member)
            {
                TakeOption(path, member, key, value);
            }
            else
            {
                Unknown(key, written, known.Select(member => OptionNames.Written(member.Name)));
            }
        }
    }

    private void Set(string path, string value, YamlNode key, string written)
    {
        if (_settings.ContainsKey(path))
        {
            Fault(
                key.Start.Line,
                $"{written} 与第 {_lines[path]} 行设置的是同一项",
                $"{written} sets what line {_lines[path]} sets");
            return;
        }

        var last = path[(path.LastIndexOf(':') + 1)..];
        _settings[path] = Located(last, value);
        _lines[path] = key.Start.Line;
    }

    private string Located(string name, string value) =>
        Paths.Contains(name, StringComparer.Ordinal) && value.Length > 0 ? Path.Combine(_folder, value) : value;

    private string NextIn(string path)
    {
        var index = 0;
        while (_settings.ContainsKey($"{path}:{index.ToString(CultureInfo.InvariantCulture)}"))
        {
            index++;
        }

        return $"{path}:{index.ToString(CultureInfo.InvariantCulture)}";
    }

    private IEnumerable<(YamlNode Key, string Name, YamlNode Value)> Members(YamlMappingNode mapping)
    {
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { } name })
            {
                yield return (key, name, value);
            }
            else
            {
                Fault(key.Start.Line, "名称应为文字", "a name must be a text");
            }
        }
    }

    private static string WrittenPath(string path) =>
        string.Join('.', path.Split(':').Skip(1).Select(OptionNames.Written));

    private void Expect(YamlNode key, string written, OptionNames.Option option)
    {
        var (chinese, english) = OptionNames.Expected(option);
        Expect(key, written, chinese, english);
    }

    private void Expect(YamlNode key, string written, string chinese, string english) =>
        Fault(key.Start.Line, $"{written} 应为{chinese}", $"{written} must be {english}");

    private void Unknown(YamlNode key, string written, IEnumerable<string> known)
    {
        var names = string.Join(", ", known.Order(StringComparer.Ordinal));
        Fault(key.Start.Line, $"没有配置项 {written}，可用的有：{names}", $"unknown key {written}; known are these names");
    }

    private void Fault(long line, string chinese, string english) => _faults.Add($"{Place(line)}: {chinese} / {english}");

    private string Place(long line) => $"{_name}:{line.ToString(CultureInfo.InvariantCulture)}";
}
