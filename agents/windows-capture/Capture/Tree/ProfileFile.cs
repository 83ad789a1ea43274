using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Capture.Tree;

/// <summary>Reads one profile file. Tree/Profiles/README.md lists its members.</summary>
internal static partial class ProfileFile
{
    public const string Format = "wechat-selectors/1";

    private const int DeepestWindow = 100;
    private const int LongestText = 20_000;
    private const int FarthestPosition = 100;

    /// <summary>The profile; null when there are faults, all of which are added to <paramref name="faults"/>.</summary>
    /// <remarks><paramref name="name"/> stands before each fault.</remarks>
    public static SelectorProfile? Read(string name, string json, List<string> faults)
    {
        var before = faults.Count;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException fault)
        {
            faults.Add($"{name} is no JSON: {fault.Message}");
            return null;
        }

        using (document)
        {
            var fields = new ProfileFields(document.RootElement, name, faults);
            var format = fields.Text("format", "", isRequired: true);
            if (format.Length > 0 && format != Format)
            {
                fields.Fault("format", $"is {format}; this agent reads {Format}");
            }

            var profile = new SelectorProfile
            {
                Name = fields.Text("name", "", isRequired: true),
                Version = fields.Number("version", 0, 1, int.MaxValue, isRequired: true),
                ClientVersions = fields.Texts("client_versions", isRequired: true),
                Processes = fields.Texts("processes", isRequired: true),
                WindowClasses = fields.Patterns("window_classes", isRequired: true),
                LoginClasses = fields.Patterns("login_classes", isRequired: true),
                ShellClasses = fields.Patterns("shell_classes"),
                Reading = fields.Word("reading", WindowReading.Classes, isRequired: true),
                MessageClasses = fields.Texts("message_classes"),
                NoticeClasses = fields.Texts("notice_classes"),
                SkippedRows = fields.Texts("skipped_rows"),
                VerificationTexts = fields.Patterns("verification_texts", isRequired: true),
                InputHints = fields.Patterns("input_hints"),
                LongestText = fields.Number("longest_text", 2000, 1, LongestText),
                Depth = fields.Number("depth", 25, 1, DeepestWindow),
                Languages = ReadLanguages(fields),
                Selectors = ReadSelectors(fields),
            };
            fields.Text("note", "");
            Check(profile, fields);
            fields.End();
            return faults.Count == before ? profile : null;
        }
    }

    private static void Check(SelectorProfile profile, ProfileFields fields)
    {
        if (profile.Name.Length > 0 && !PlainName().IsMatch(profile.Name))
        {
            fields.Fault("name", "is no plain name of letters, digits, dots and dashes");
        }

        foreach (var version in profile.ClientVersions.Where(version => !VersionStart().IsMatch(version)))
        {
            fields.Fault("client_versions", $"holds '{version}', which is no beginning of a version such as \"4.1.\"");
        }

        if (profile.Reading == WindowReading.Classes && (profile.MessageClasses.Count == 0 || profile.NoticeClasses.Count == 0))
        {
            fields.Fault("reading", "is classes, which needs message_classes and notice_classes");
        }

        foreach (var name in SelectorNames.Required.Where(name => !profile.Selectors.ContainsKey(name)))
        {
            fields.Fault("selectors", $"lacks {name}");
        }

        if (profile.Reading == WindowReading.Classes && !profile.Selectors.ContainsKey(SelectorNames.Title))
        {
            fields.Fault("selectors", $"lacks {SelectorNames.Title}");
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadLanguages(ProfileFields fields)
    {
        var languages = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (fields.Object("languages", isRequired: true) is { } object_)
        {
            foreach (var language in object_.Names)
            {
                languages[language] = object_.Texts(language, isRequired: true);
            }
        }

        return languages;
    }

    private static Dictionary<string, UiSelector> ReadSelectors(ProfileFields fields)
    {
        var read = new Dictionary<string, (UiSelector Selector, string Within)>(StringComparer.Ordinal);
        if (fields.Object("selectors", isRequired: true) is not { } list)
        {
            return [];
        }

        foreach (var name in list.Names)
        {
            var part = list.Object(name)!;
            var selector = new UiSelector
            {
                Control = part.Names.Contains("control", StringComparer.Ordinal) ? part.Word<UiControl>("control", UiControl.Other) : null,
                ClassNames = part.Texts("classes"),
                AutomationIdSuffix = part.Text("automation_id", "") is { Length: > 0 } id ? id : null,
                Names = part.Texts("names"),
                Position = part.Number("position", 0, -FarthestPosition, FarthestPosition),
            };
            if (selector is { Control: null, ClassNames.Count: 0, AutomationIdSuffix: null, Names.Count: 0 })
            {
                list.Fault(name, "fits everything: it needs a control, a class, an automation id or a name");
            }

            read[name] = (selector, part.Text("within", ""));
            part.End();
        }

        var selectors = new Dictionary<string, UiSelector>(StringComparer.Ordinal);
        foreach (var name in read.Keys)
        {
            if (Resolve(name, read, [], list) is { } selector)
            {
                selectors[name] = selector;
            }
        }

        foreach (var name in read.Keys.Where(name => !SelectorNames.All.Contains(name, StringComparer.Ordinal)
            && !read.Values.Any(other => other.Within == name)))
        {
            list.Fault(name, "is no part that the agent knows, and none lies within it");
        }

        return selectors;
    }

    private static UiSelector? Resolve(
        string name, Dictionary<string, (UiSelector Selector, string Within)> read, List<string> above, ProfileFields list)
    {
        var (selector, within) = read[name];
        if (within.Length == 0)
        {
            return selector;
        }

        if (!read.ContainsKey(within) || within == name || above.Contains(within))
        {
            list.Fault(name, read.ContainsKey(within) ? $"lies within itself by {within}" : $"lies within {within}, which is not there");
            return null;
        }

        return Resolve(within, read, [.. above, name], list) is { } outer ? selector with { Within = outer } : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]{0,31}$", RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex PlainName();

    [GeneratedRegex(@"^\d{1,5}(\.\d{1,5}){0,3}\.?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex VersionStart();
}
