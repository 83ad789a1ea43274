namespace WeChatPlatform.Ai.Prompts.Leaks;

/// <summary>
/// By what an answer is recognised that repeats confidential text: every run of <see cref="Run"/> units of it. Made once for a
/// published prompt, then only looked into.
/// </summary>
internal sealed class LeakTrace
{
    /// <summary>So many units in a row are no accident: ten characters of Chinese, ten words of English.</summary>
    public const int Run = 10;

    private readonly HashSet<ulong> runs = [];
    private readonly HashSet<ulong> cjkRuns = [];

    public static LeakTrace None { get; } = new();

    public static LeakTrace Of(IEnumerable<string> confidential)
    {
        var trace = new LeakTrace();
        foreach (var text in confidential)
        {
            var units = TextUnits.Of(text);
            Add(trace.runs, units);
            Add(trace.cjkRuns, units.FindAll(unit => unit.IsCjk));
        }

        return trace;
    }

    /// <summary>The first stretch of units that are confidential; absent when there is none.</summary>
    public (int Start, int End)? Find(List<TextUnits.Unit> units) => Find(runs, units);

    /// <summary>The same for the CJK characters alone: what was put between them does not count.</summary>
    public (int Start, int End)? FindCjk(List<TextUnits.Unit> units) => Find(cjkRuns, units.FindAll(unit => unit.IsCjk));

    private static void Add(HashSet<ulong> into, List<TextUnits.Unit> units)
    {
        for (var at = 0; at + Run <= units.Count; at++)
        {
            into.Add(HashOf(units, at));
        }
    }

    private static (int Start, int End)? Find(HashSet<ulong> known, List<TextUnits.Unit> units)
    {
        if (known.Count == 0)
        {
            return null;
        }

        for (var at = 0; at + Run <= units.Count; at++)
        {
            if (known.Contains(HashOf(units, at)))
            {
                var last = at;
                while (last + 1 + Run <= units.Count && known.Contains(HashOf(units, last + 1)))
                {
                    last++;
                }

                var (first, end) = (units[at], units[last + Run - 1]);
                return (Math.Min(first.Start, end.Start), Math.Max(first.End, end.End));
            }
        }

        return null;
    }

    private static ulong HashOf(List<TextUnits.Unit> units, int at)
    {
        ulong hash = 0;
        for (var index = at; index < at + Run; index++)
        {
            hash = (hash * 0x9E3779B97F4A7C15) + units[index].Hash;
        }

        return hash;
    }
}
