using System.Text;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Whether a group message is addressed to the account: an @ followed by its own name.</summary>
internal static class AtMention
{
    /// <summary>The text, with only the mention taken out when there is one.</summary>
    internal readonly record struct Reading(bool IsAtMe, string Content);

    /// <summary>
    /// The name counts wherever it is followed by anything, also directly by text, unless the name of a member that is
    /// longer stands there: with the members 小助 and 小助手 "@小助手 在吗" is not for 小助.
    /// </summary>
    public static Reading Read(string text, string nickname, IEnumerable<string> members)
    {
        var longer = members.Where(member =>
            member.Length > nickname.Length && member.StartsWith(nickname, StringComparison.Ordinal)).ToList();
        var rest = new StringBuilder(text.Length);
        var found = false;
        var position = 0;
        while (position < text.Length)
        {
            if (EndOfMention(text, position, nickname, longer) is { } end)
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

    private static int? EndOfMention(string text, int position, string nickname, List<string> longer)
    {
        if (text[position] is not ('@' or '＠'))
        {
            return null;
        }

        var name = position + 1;
        while (name < text.Length && char.IsWhiteSpace(text[name]))
        {
            name++;
        }

        if (!StartsAt(text, name, nickname) || longer.Exists(member => StartsAt(text, name, member)))
        {
            return null;
        }

        // The blank that the client puts behind a name (U+2005) belongs to the mention.
        var end = name + nickname.Length;
        return end < text.Length && char.IsWhiteSpace(text[end]) ? end + 1 : end;
    }

    private static bool StartsAt(string text, int position, string name) =>
        string.CompareOrdinal(text, position, name, 0, name.Length) == 0;
}
