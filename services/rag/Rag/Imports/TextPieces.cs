namespace WeChatPlatform.Rag;

/// <summary>Cuts a long text into overlapping pieces, at the end of a sentence where one is near.</summary>
internal static class TextPieces
{
    private static readonly char[] SentenceEnds = ['。', '！', '？', '；', '\n', '!', '?'];

    public static IEnumerable<string> Split(string text, int size, int overlap)
    {
        var rest = text.Trim();
        while (rest.Length > size)
        {
            var end = EndOfPiece(rest, size);
            yield return rest[..end].Trim();

            // Always forward: the overlap is smaller than the shortest piece.
            rest = rest[Whole(rest, end - overlap)..].TrimStart();
        }

        if (rest.Length > 0)
        {
            yield return rest;
        }
    }

    private static int EndOfPiece(string text, int size)
    {
        var sentence = text.LastIndexOfAny(SentenceEnds, size - 1, size / 3);
        return sentence >= 0 ? sentence + 1 : Whole(text, size);
    }

    // Never between the halves of a character outside the basic plane.
    private static int Whole(string text, int at) => char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
