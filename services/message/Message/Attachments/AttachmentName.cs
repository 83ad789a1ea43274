using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Message.Attachments;

/// <summary>
/// The name that an attachment is kept and given under: no path, nothing that a desktop understands otherwise than a person
/// who reads it, and the ending of what the file is. Any name will do: a file is not lost for its name.
/// </summary>
internal static partial class AttachmentName
{
    private const int Longest = 150;
    private const string Forbidden = "<>:\"/\\|?*";

    public static string Of(string? given, MediaType type)
    {
        var last = (given ?? "").Replace('\\', '/').Split('/')[^1];
        var name = new StringBuilder();
        foreach (var rune in last.EnumerateRunes().Where(IsShown))
        {
            if (name.Length + rune.Utf16SequenceLength > Longest)
            {
                break;
            }

            name.Append(rune.Value < 128 && Forbidden.Contains((char)rune.Value, StringComparison.Ordinal) ? new Rune('_') : rune);
        }

        var plain = name.ToString().Trim(' ', '.');
        plain = plain.Length == 0 ? "attachment" : Device().IsMatch(plain) ? $"_{plain}" : plain;
        return type.Extensions.Any(ending => plain.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            ? plain
            : plain + type.Extensions[0];
    }

    // Formats are left out with the controls: one of them turns the direction, so that a name seems to end otherwise.
    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    [GeneratedRegex(@"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Device();
}
