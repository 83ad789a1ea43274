namespace WeChatPlatform.Message.Replies;

/// <summary>Splits a long answer into pieces that a chat window takes, at paragraphs, sentences or commas, never inside a character.</summary>
internal static class TextParts
{
    private static readonly char[][] Breaks = [['\n'], ['。', '！', '？', '；', '!', '?', ';'], ['，', '、', ',', ' ']];

    /// <param name="text">Line ends may be any; pieces carry none at their ends.</param>
    /// <param name="most">Most characters of one piece, at least 10.</param>
    public static IReadOnlyList<string> Split(string text, int most)
    {
        var rest = text.ReplaceLineEndings("\n").Trim();
        List<string> parts = [];
        while (rest.Length > most)
        {
            var cut = CutOf(rest, most);
            parts.Add(rest[..cut].Trim());
            rest = rest[cut..].Trim();
        }

        if (rest.Length > 0)
        {
            parts.Add(rest);
        }

        return parts;
    }

    private static int CutOf(string text, int most)
    {
        foreach (var marks in Breaks)
        {
            var last = text.LastIndexOfAny(marks, most - 1);
            if (last >= most / 2)
            {
                return last + 1;
            }
        }

        return char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
    }
}
