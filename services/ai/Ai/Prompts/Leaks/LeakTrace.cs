namespace WeChatPlatform.Ai.Prompts.Leaks;

/// <summary>
/// By what an answer is recognised that repeats confidential text: every run of so many units of it. Made once for a published
/// prompt, then only looked into.
/// </summary>
internal sealed class LeakTrace
{
    /// <summary>So many units in a row are no accident: ten characters of Chinese, ten words of English.</summary>
    public const int Run = 10;

    /// <summary>A persona is there to be spoken: only what is longer than an introduction is repeated.</summary>
    public const int PersonaRun = 24;

    private readonly IReadOnlyList<Runs> _runs;

    private LeakTrace(IReadOnlyList<Runs> runs) => _runs = runs;

    public static LeakTrace None { get; } = new([]);

    public static LeakTrace Of(IEnumerable<string> instructions, IEnumerable<string> persona) =>
        new([new Runs(Run, instructions), new Runs(PersonaRun, persona)]);

    /// <summary>The first stretch of units that are confidential; absent when there is none.</summary>
    public (int Start, int End)? Find(List<TextUnits.Unit> units)
    {
        var cjk = units.FindAll(unit => unit.IsCjk);
        foreach (var runs in _runs)
        {
            // The CJK characters alone: what was put between them does not count.
            if ((runs.Find(units) ?? runs.FindCjk(cjk)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>All runs of one length.</summary>
    private sealed class Runs
    {
        private readonly int _length;
        private readonly HashSet<ulong> _all = [];
        private readonly HashSet<ulong> _cjk = [];

        public Runs(int length, IEnumerable<string> texts)
        {
            _length = length;
            foreach (var text in texts)
            {
                var units = TextUnits.Of(text);
                Add(_all, units);
                Add(_cjk, units.FindAll(unit => unit.IsCjk));
            }
        }

        public (int Start, int End)? Find(List<TextUnits.Unit> units) => Find(_all, units);

        public (int Start, int End)? FindCjk(List<TextUnits.Unit> units) => Find(_cjk, units);

        private void Add(HashSet<ulong> into, List<TextUnits.Unit> units)
        {
            for (var at = 0; at + _length <= units.Count; at++)
            {
                into.Add(HashOf(units, at));
            }
        }

        private (int Start, int End)? Find(HashSet<ulong> known, List<TextUnits.Unit> units)
        {
            for (var at = 0; known.Count > 0 && at + _length <= units.Count; at++)
            {
                if (known.Contains(HashOf(units, at)))
                {
                    var last = at;
                    while (last + 1 + _length <= units.Count && known.Contains(HashOf(units, last + 1)))
                    {
                        last++;
                    }

                    var (first, end) = (units[at], units[last + _length - 1]);
                    return (Math.Min(first.Start, end.Start), Math.Max(first.End, end.End));
                }
            }

            return null;
        }

        private ulong HashOf(List<TextUnits.Unit> units, int at)
        {
            ulong hash = 0;
            for (var index = at; index < at + _length; index++)
            {
                hash = (hash * 0x9E3779B97F4A7C15) + units[index].Hash;
            }

            return hash;
        }
    }
}
