namespace WeChatPlatform.Rag;

/// <summary>Cuts a long text into overlapping pieces, at the end of a sentence where one is near.</summary>
internal static class TextPieces
{
    private static readonly char[] SentenceEnds = ['。', '！', '？', '；', '\n', '!', '?'];

    public static IEnumerable<string> Split(string text, int size, int overlap)
    {
        var whole = text.Trim();
        var at = 0;
        while (whole.Length - at > size)
        {
            var end = EndOfPiece(whole, at, size);
            yield return whole[at..end].Trim();

            // Always forward: a piece that is shorter than the overlap is repeated by half.
            at = Whole(whole, end - at > overlap ? end - overlap : end - ((end - at) / 2));
            while (at < whole.Length && char.IsWhiteSpace(whole[at]))
            {
                at++;
            }
        }

        if (at < whole.Length)
        {
            yield return whole[at..];
        }
    }

    private static int EndOfPiece(string text, int at, int size)
    {
        var sentence = text.LastIndexOfAny(SentenceEnds, at + size - 1, size / 3);
        return sentence >= 0 ? sentence + 1 : Whole(text, at + size);
    }

    // Never between the halves of a character outside the basic plane.
    private static int Whole(string text, int at) => char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
