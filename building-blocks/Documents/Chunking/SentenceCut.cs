namespace WeChatPlatform.Documents;

/// <summary>Cuts text at the ends of sentences.</summary>
internal static class SentenceCut
{
    private static readonly char[] Ends = ['。', '！', '？', '；', '\n', '!', '?', '…'];
    private static readonly char[] Pauses = ['，', '、', ',', ' ', '：', '）'];

    /// <summary>Pieces of at most so many characters; each but the first begins with whole sentences of the one before, if they fit.</summary>
    public static IEnumerable<string> Pieces(string text, int size, int overlap)
    {
        var whole = text.Trim();
        var (again, at) = ("", 0);
        while (again.Length + whole.Length - at > size)
        {
            // Of a text of millions the next piece and no more: copying the rest each time would take for ever.
            var next = again + whole[at..Math.Min(whole.Length, at + size + 1)];
            var end = EndOfPiece(next, size);
            var piece = next[..end].TrimEnd();
            yield return piece;

            // Always forward: what is said again is shorter than what was said.
            var left = end < again.Length ? again[end..] : "";
            at += Math.Max(0, end - again.Length);
            again = (End(piece, Math.Min(overlap, end / 2)) + left).TrimStart();
            while (again.Length == 0 && at < whole.Length && char.IsWhiteSpace(whole[at]))
            {
                at++;
            }
        }

        if (again + whole[at..] is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    /// <summary>The last whole sentences of a text within so many characters; nothing when the last one is longer.</summary>
    public static string End(string text, int most)
    {
        if (most <= 0 || text.Length <= most)
        {
            return "";
        }

        // From the end of the sentence before: the first end within the last characters, the text's own end apart.
        var start = text.IndexOfAny(Ends, text.Length - most - 1, most);
        return start < 0 ? "" : text[(start + 1)..].TrimStart();
    }

    private static int EndOfPiece(string text, int size)
    {
        var sentence = text.LastIndexOfAny(Ends, size - 1, size - (size / 3));
        if (sentence >= 0)
        {
            return sentence + 1;
        }

        // A full stop of another alphabet is one before a blank only: 3.5 and E.03 are no ends.
        for (var i = size - 1; i > size / 3; i--)
        {
            if (text[i - 1] == '.' && text[i] == ' ')
            {
                return i;
            }
        }

        var pause = text.LastIndexOfAny(Pauses, size - 1, size / 2);
        return pause >= 0 ? pause + 1 : char.IsLowSurrogate(text[size]) ? size - 1 : size;
    }
}
