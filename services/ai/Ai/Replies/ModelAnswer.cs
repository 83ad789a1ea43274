using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Replies;

/// <summary>
/// Reads what a model wrote: which pieces of evidence it marks ([1], 【2】), and the text without the marks, which mean
/// nothing to a customer.
/// </summary>
internal static partial class ModelAnswer
{
    /// <summary>The one word that a model is told to write when the evidence does not answer the question.</summary>
    public const string NoAnswer = "NO_ANSWER";

    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create("。！？!?\n");

    public static bool Declines(string text) =>
        text.Trim().Trim('。', '.', '"', '`').Equals(NoAnswer, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text without marks, and what the marks name; nothing when there are none.</summary>
    public static (string Text, IReadOnlyList<Evidence> Marked) Read(string text, IReadOnlyList<Evidence> given)
    {
        var marked = Mark().Matches(text)
            .SelectMany(mark => Number().Matches(mark.Value))
            .Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture))
            .Where(number => number >= 1 && number <= given.Count)
            .Distinct()
            .Select(number => given[number - 1])
            .ToList();

        // Numbers beyond the evidence are no marks of ours: "[220]" may be a part of the answer.
        var clean = Mark().Replace(text, mark => IsOurs(mark.Value, given.Count) ? "" : mark.Value);
        return (clean.Trim(), marked);
    }

    /// <summary>A sentence of a stream without anything that looks like a mark; its spaces stay.</summary>
    public static string WithoutMarks(string sentence) => Mark().Replace(sentence, "");

    /// <summary>Cuts an answer that ran into the token limit back to its last whole sentence.</summary>
    public static string WholeSentences(string text)
    {
        var end = text.AsSpan().LastIndexOfAny(SentenceEnds);
        return end > 0 ? text[..(end + 1)].TrimEnd() : text;
    }

    private static bool IsOurs(string mark, int count) =>
        Number().Matches(mark).All(number => int.Parse(number.Value, CultureInfo.InvariantCulture) is var value && value >= 1 && value <= count);

    [GeneratedRegex(@"\s?[\[【]\s*[0-9]{1,2}(?:\s*[,，、]\s*[0-9]{1,2})*\s*[\]】]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();

    [GeneratedRegex("[0-9]{1,2}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
