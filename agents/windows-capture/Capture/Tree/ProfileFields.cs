using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// Reads the members of one JSON object and collects what is wrong with them, so that a file is told all its faults at once.
/// A member that nobody asked for is a fault as well: a misspelt selector must not be passed over.
/// </summary>
internal sealed class ProfileFields
{
    /// <summary>A pattern of a profile that takes longer on one text does not match it, in milliseconds.</summary>
    private const int PatienceMilliseconds = 1_000;

    private readonly Dictionary<string, JsonElement> _left;
    private readonly string _path;
    private readonly List<string> _faults;

    public ProfileFields(JsonElement element, string path, List<string> faults)
    {
        (_path, _faults) = (path, faults);
        _left = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (element.ValueKind != JsonValueKind.Object)
        {
            _faults.Add($"{path} is no object.");
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!_left.TryAdd(member.Name, member.Value))
            {
                _faults.Add($"{path}.{member.Name} is there twice.");
            }
        }
    }

    public static TimeSpan Patience => TimeSpan.FromMilliseconds(PatienceMilliseconds);

    public IReadOnlyList<string> Names => [.. _left.Keys];

    public string Text(string name, string otherwise, bool isRequired = false)
    {
        if (!Take(name, isRequired, out var value))
        {
            return otherwise;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString()!;
        }

        Fault(name, "is no text");
        return otherwise;
    }

    public int Number(string name, int otherwise, int least, int most, bool isRequired = false)
    {
        if (!Take(name, isRequired, out var value))
        {
            return otherwise;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault(name, $"is no whole number from {least} to {most}");
        return otherwise;
    }

    public T Word<T>(string name, T otherwise, bool isRequired = false)
        where T : struct, Enum
    {
        var word = Text(name, "", isRequired);
        if (word.Length == 0)
        {
            return otherwise;
        }

        // By its own name only: Enum.Parse would take numbers and lists as well.
        if (Enum.GetNames<T>().FirstOrDefault(known => known.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return Enum.Parse<T>(found);
        }

        Fault(name, $"is {word}, which is none of {string.Join(", ", Enum.GetNames<T>())}");
        return otherwise;
    }

    public IReadOnlyList<string> Texts(string name, bool isRequired = false)
    {
        if (!Take(name, isRequired, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(text => text.ValueKind != JsonValueKind.String))
        {
            Fault(name, "is no list of texts");
            return [];
        }

        var texts = value.EnumerateArray().Select(text => text.GetString()!).ToList();
        if (isRequired && texts.Count == 0)
        {
            Fault(name, "is empty");
        }

        return texts;
    }

    /// <summary>Regular expressions; one that cannot be read is a fault.</summary>
    public IReadOnlyList<string> Patterns(string name, bool isRequired = false)
    {
        var patterns = Texts(name, isRequired);
        foreach (var pattern in patterns)
        {
            try
            {
                _ = new Regex(pattern, RegexOptions.CultureInvariant, Patience);
            }
            catch (ArgumentException fault)
            {
                Fault(name, $"holds '{pattern}', which is no regular expression: {fault.Message}");
            }
        }

        return patterns;
    }

    /// <summary>The members of an object within; none when it is absent.</summary>
    public ProfileFields? Object(string name, bool isRequired = false) =>
        Take(name, isRequired, out var value) ? new ProfileFields(value, $"{_path}.{name}", _faults) : null;

    public void Fault(string name, string what) => _faults.Add($"{_path}.{name} {what}.");

    /// <summary>What was not asked for is a fault.</summary>
    public void End()
    {
        foreach (var name in _left.Keys)
        {
            Fault(name, "is unknown");
        }
    }

    private bool Take(string name, bool isRequired, out JsonElement value)
    {
        if (_left.Remove(name, out value))
        {
            return true;
        }

        if (isRequired)
        {
            Fault(name, "is missing");
        }

        return false;
    }
}
