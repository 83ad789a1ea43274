namespace WeChatPlatform.Documents;

/// <summary>Whether text is what people read, or what comes of fonts that do not say what their pictures mean.</summary>
internal static class ReadableText
{
    private const double MostStrange = 0.2;
    private const double LeastCommon = 0.1;
    private const int EnoughHan = 30;

    public static int Letters(string text) => text.Count(char.IsLetterOrDigit);

    public static bool IsNonsense(string text)
    {
        var (all, strange, han, common) = (0, 0, 0, 0);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                all++;
                strange += IsUsual(character) ? 0 : 1;
                han += character is >= '\u4e00' and <= '\u9fff' ? 1 : 0;
                common += character is >= '\u4e00' and <= '\u9fff' && CommonCharacters.Has(character) ? 1 : 0;
            }
        }

        return all > 0 && (strange > all * MostStrange || (han >= EnoughHan && common < han * LeastCommon));
    }

    /// <summary>Latin, Greek, Cyrillic, Han, kana, hangul, digits, and the signs of all of them.</summary>
    private static bool IsUsual(char character) => character is
        < '\u0530' and not (>= '\u0080' and <= '\u009F')
        or >= '\u1E00' and <= '\u27BF' or >= '\u2E80' and <= '\u2FDF' or >= '\u3000' and <= '\u33FF' or >= '\u4E00' and <= '\u9FFF'
        or >= '\uAC00' and <= '\uD7A3' or >= '\uF900' and <= '\uFAFF' or >= '\uFE10' and <= '\uFE6F' or >= '\uFF00' and <= '\uFFEF'
        or '\uF06C' or '\uF0B7' or '\uF0D8' or '\uF0FC';
}
