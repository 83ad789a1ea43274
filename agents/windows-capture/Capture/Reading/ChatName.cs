using System.Text;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Names of chats as a person takes them in.</summary>
internal static class ChatName
{
    private const int LongestCount = 5;

    /// <summary>
    /// What is left of a name without blanks, signs that cannot be seen, the variation of an emoji and a member count at
    /// the end. Names that come out the same may be taken for each other, by a search box as well.
    /// </summary>
    public static string Folded(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (!IsUnseen(letter))
            {
                plain.Append(letter switch
                {
                    '（' => '(',
                    '）' => ')',
                    _ => letter,
                });
            }
        }

        return WithoutCount(plain.ToString());
    }

    private static bool IsUnseen(char letter) => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is
        '\u200b' or '\u200c' or '\u200d' or '\u2060' or '\ufeff' or '\ufffc' or '\u00ad'
        or (>= '\u200e' and <= '\u200f') or (>= '\ufe00' and <= '\ufe0f');

    // "车友群(3)" is the group 车友群 with three members, or a chat that somebody called so.
    private static string WithoutCount(string name)
    {
        while (name.Length > 0 && name[^1] == ')')
        {
            var open = name.LastIndexOf('(');
            var count = open < 1 ? "" : name[(open + 1)..^1];
            if (count.Length is 0 or > LongestCount || !count.All(char.IsAsciiDigit))
            {
                break;
            }

            name = name[..open];
        }

        return name;
    }
}
