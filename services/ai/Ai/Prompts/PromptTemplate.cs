using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>
/// A text with variables, read once. <c>{name}</c> is filled in; what stands between <c>{public}</c> and <c>{/public}</c> may be repeated to
/// customers, everything else is the company's own and an answer that repeats it is held back.
/// </summary>
internal sealed partial class PromptTemplate
{
    private const string PublicStart = "public";
    private const string PublicEnd = "/public";

    private readonly IReadOnlyList<Segment> _segments;

    private PromptTemplate(string text, List<Segment> segments) => (Text, _segments) = (text, segments);

    public string Text { get; }

    public bool Names(string variable) => _segments.Any(segment => segment.Variable == variable);

    /// <summary>What must not be repeated, piece by piece: variables are left out, what is public parts two pieces.</summary>
    public IEnumerable<string> Confidential
    {
        get
        {
            var piece = new StringBuilder();
            foreach (var segment in _segments.Where(segment => !segment.IsPublic || segment.Variable is null))
            {
                if (!segment.IsPublic)
                {
                    piece.Append(segment.Literal);
                }
                else if (piece.Length > 0)
                {
                    yield return piece.ToString();
                    piece.Clear();
                }
            }

            if (piece.Length > 0)
            {
                yield return piece.ToString();
            }
        }
    }

    public static PromptTemplate Parse(string text)
    {
        List<Segment> segments = [];
        var (at, isPublic) = (0, false);
        foreach (Match match in Mark().Matches(text))
        {
            Add(text[at..match.Index]);
            at = match.Index + match.Length;
            var name = match.Groups["name"].Value;
            switch (name)
            {
                case PublicStart: isPublic = true; break;
                case PublicEnd: isPublic = false; break;
                default: segments.Add(new Segment("", name, isPublic)); break;
            }
        }

        Add(text[at..]);
        return new PromptTemplate(text, segments);

        void Add(string literal)
        {
            if (literal.Length > 0)
            {
                segments.Add(new Segment(literal, Variable: null, isPublic));
            }
        }
    }

    /// <summary>Variables that are none, in the order in which they stand.</summary>
    public IEnumerable<string> Unknown(IReadOnlyCollection<string> known) =>
        _segments.Select(segment => segment.Variable).OfType<string>().Where(name => !known.Contains(name)).Distinct();

    /// <summary>Values are put in as they are: braces inside them mean nothing.</summary>
    public string Render(Func<string, string> valueOf)
    {
        var text = new StringBuilder(Text.Length + 256);
        foreach (var segment in _segments)
        {
            text.Append(segment.Variable is { } name ? valueOf(name) : segment.Literal);
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\{(?<name>/?[a-z_]{1,32})\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mark();

    private sealed record Segment(string Literal, string? Variable, bool IsPublic);
}
