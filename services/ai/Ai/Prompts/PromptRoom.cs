using System.Buffers;
using WeChatPlatform.Ai.Prompts.Fencing;
using WeChatPlatform.Contracts;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>
/// Shares out the tokens of a prompt and keeps what had none. Evidence: best first, and a piece that does not fit whole ends
/// with a whole sentence. History: newest first, without gaps.
/// </summary>
internal sealed class PromptRoom(int tokens)
{
    // A stump of fewer tokens tells nothing.
    private const int LeastPiece = 30;

    // What the delimiters of a data block and the frame of its message cost.
    private const int Block = 18;

    // What the number and the line breaks of a piece cost beside its heading.
    private const int Frame = 3;

    private const string More = "……";

    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create("。！？!?\n；;");

    private readonly List<PromptCut> cuts = [];

    public IReadOnlyList<PromptCut> Cuts => cuts;

    public int Left { get; private set; } = tokens;

    public void Take(int spent) => Left = Math.Max(0, Left - spent);

    /// <summary>A text within its own limit, whatever is left of the whole: nobody is asked without a question.</summary>
    public string Text(string part, string text, int most)
    {
        var kept = Shorten(text, most);
        Cut(part, TokenEstimate.Of(text) - TokenEstimate.Of(kept));
        Take(TokenEstimate.Of(kept) + Block);
        return kept;
    }

    /// <summary>Pieces in the order in which they came, each with the text it may show.</summary>
    public List<(Evidence Piece, string Title, string Text)> Pieces(string part, IEnumerable<Evidence> pieces, int most, int mostCharacters)
    {
        List<(Evidence, string, string)> kept = [];
        Take(Block);
        var (room, lost) = (Math.Min(most, Left), 0);
        foreach (var piece in pieces)
        {
            var title = Heading(piece);
            var text = UntrustedText.Clean(piece.Text);
            var whole = TokenEstimate.Of(text);
            var frame = TokenEstimate.Of(title) + Frame;
            var shown = Shorten(text.Length > mostCharacters ? Whole(text, mostCharacters) : text, room - frame);
            var cost = TokenEstimate.Of(shown);
            if (shown.Length == 0 || (cost < whole && cost < LeastPiece))
            {
                lost += whole;
                continue;
            }

            lost += Math.Max(0, whole - cost);
            room -= cost + frame;
            Take(cost + frame);
            kept.Add((piece, title, shown));
        }

        Cut(part, lost);
        return kept;
    }

    /// <summary>The newest lines that fit, oldest first.</summary>
    public List<(bool IsOurs, string Text)> Lines(string part, IReadOnlyList<ChatLine> lines, int most, int mostLines)
    {
        List<(bool, string)> kept = [];
        var (room, lost) = (Math.Min(most, Left), 0);
        for (var index = lines.Count - 1; index >= 0; index--)
        {
            var text = UntrustedText.Clean(lines[index].Text);
            var whole = TokenEstimate.Of(text);
            var fits = lost == 0 && kept.Count < mostLines && text.Length > 0;
            var shown = fits ? Shorten(text, room - Block) : "";
            if (shown.Length == 0 || (shown.Length < text.Length && kept.Count > 0))
            {
                lost += whole;
                continue;
            }

            var cost = TokenEstimate.Of(shown);
            lost += Math.Max(0, whole - cost);
            room -= cost + Block;
            Take(cost + Block);
            kept.Add((lines[index].Role == "assistant", shown));
        }

        Cut(part, lost);
        kept.Reverse();
        return kept;
    }

    private void Cut(string part, int lost)
    {
        if (lost > 0)
        {
            cuts.Add(new PromptCut(part, lost));
        }
    }

    private static string Heading(Evidence piece) => $"来源：{Short(piece.Source)}；标题：{Short(piece.Title)}";

    // Names of files and sections: long enough to be known by, too short to hold a speech.
    private static string Short(string text) => UntrustedText.Line(text) is { Length: > 80 } line ? Whole(line, 80) : UntrustedText.Line(text);

    private static string Shorten(string text, int most)
    {
        if (most <= 0)
        {
            return "";
        }

        if (TokenEstimate.Of(text) <= most)
        {
            return text;
        }

        var length = TokenEstimate.Fit(text, most - 1);
        return length == 0 ? "" : Whole(text, length);
    }

    // Back to the end of a sentence when at least half stays.
    private static string Whole(string text, int length)
    {
        var within = text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);
        var end = within.LastIndexOfAny(SentenceEnds) + 1;
        return string.Concat(end * 2 >= length ? within[..end] : within, More);
    }
}
