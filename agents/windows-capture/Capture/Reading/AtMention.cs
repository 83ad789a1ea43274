using System.Text;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Whether a group message is addressed to the account: an @ followed by one of its names in that group.</summary>
internal static class AtMention
{
    /// <summary>The text, with only the mention taken out when there is one.</summary>
    internal readonly record struct Reading(bool IsAtMe, string Content);

    /// <summary>
    /// A name counts wherever it is followed by anything, also directly by text, unless the name of a member that is
    /// longer stands there: with the members 小助 and 小助手 "@小助手 在吗" is not for 小助.
    /// </summary>
    /// <param name="text">The message.</param>
    /// <param name="names">The account's names in the group: its alias there, its nickname.</param>
    /// <param name="members">Names of members that are known.</param>
    public static Reading Read(string text, IReadOnlyCollection<string> names, IEnumerable<string> members)
    {
        // The longest first: an alias may begin with the nickname.
        var own = names.Where(name => name.Length > 0).OrderByDescending(name => name.Length).ToList();
        var others = members.Except(own, StringComparer.Ordinal).ToList();
        var rest = new StringBuilder(text.Length);
        var found = false;
        var position = 0;
        while (position < text.Length)
        {
            if (EndOfMention(text, position, own, others) is { } end)
            {
                found = true;
                position = end;
            }
            else
            {
                rest.Append(text[position++]);
            }
        }

        // A message that is nothing but the mention still calls: it keeps its text.
        var content = rest.ToString().Trim();
        return found ? new Reading(true, content.Length == 0 ? text : content) : new Reading(false, text);
    }

    private static int? EndOfMention(string text, int position, List<string> own, List<string> others)
    {
        if (text[position] is not ('@' or '＠'))
        {
            return null;
        }

        var start = position + 1;
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        if (own.Find(name => StartsAt(text, start, name)) is not { } mine
            || others.Exists(member => member.Length > mine.Length && StartsAt(text, start, member)))
        {
            return null;
        }

        // The blank that the client puts behind a name (U+2005) belongs to the mention.
        var end = start + mine.Length;
        return end < text.Length && char.IsWhiteSpace(text[end]) ? end + 1 : end;
    }

    private static bool StartsAt(string text, int position, string name) =>
        string.CompareOrdinal(text, position, name, 0, name.Length) == 0;
}
