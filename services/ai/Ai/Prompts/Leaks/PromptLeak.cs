using WeChatPlatform.Ai.Replies;
using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Ai.Prompts.Fencing;

namespace WeChatPlatform.Ai.Prompts.Leaks;

/// <summary>
/// Finds in an answer what only a prompt holds: its instructions, word for word, backwards, spread out or in another writing;
/// the boundary of its data blocks; the word that only code reads. A translation or a summary is not found: the instructions are written
/// so that nothing is lost by one, and prices and promises in it meet the guard.
/// </summary>
internal static class PromptLeak
{
    /// <summary>The kind of a finding.</summary>
    public const string Kind = "system_text";

    // A text inside a text inside a text is followed no further.
    private const int Depth = 2;

    /// <summary>Works on a whole answer and on one sentence of a stream; a run that two sentences share is found in the whole only.</summary>
    public static IReadOnlyList<GuardFinding> Find(string answer, AssembledPrompt prompt)
    {
        List<GuardFinding> findings = [];
        Report(prompt.Boundary.Length > 0 ? answer.IndexOf(prompt.Boundary, StringComparison.OrdinalIgnoreCase) : -1, prompt.Boundary.Length);
        Report(DataFence.IndexOfOurs(answer), DataFence.Open.Length);
        if (!ModelAnswer.Declines(answer))
        {
            Report(answer.IndexOf(ModelAnswer.NoAnswer, StringComparison.OrdinalIgnoreCase), ModelAnswer.NoAnswer.Length);
        }

        if (Repeats(answer, prompt, Depth) is var (start, end))
        {
            Report(start, end - start);
        }

        return findings;

        void Report(int at, int length)
        {
            if (at >= 0)
            {
                findings.Add(new GuardFinding(Kind, answer.Substring(at, Math.Min(length, answer.Length - at)), at));
            }
        }
    }

    private static (int Start, int End)? Repeats(string text, AssembledPrompt prompt, int depth)
    {
        var units = TextUnits.Of(text);
        var found = prompt.Trace.Find(units);
        if (found is null)
        {
            units.Reverse();
            found = prompt.Trace.Find(units);
        }

        if (found is not null || depth == 0)
        {
            return found;
        }

        foreach (var (hidden, start, length) in HiddenText.In(text))
        {
            if (Repeats(hidden, prompt, depth - 1) is not null
                || (prompt.Boundary.Length > 0 && hidden.Contains(prompt.Boundary, StringComparison.OrdinalIgnoreCase)))
            {
                return (start, start + length);
            }
        }

        return null;
    }
}
