using System.Runtime.InteropServices;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>
/// Where rows that were just read join the tail that is known. Everything rests on order: the same text twice is two
/// messages, and history that is rendered again is none.
/// </summary>
/// <remarks>
/// The rows are laid over the tail at every offset. An offset counts when no overlapping pair contradicts; the one with
/// the most agreement wins. Runtime ids only tip the balance, because a list gives them to other rows when it scrolls.
/// </remarks>
internal static class TailAlignment
{
    private const int AgreeingIdWeight = 4;
    private const int WeakOverlap = 2;
    private const int ManyNewRows = 5;

    /// <summary>How the rows join.</summary>
    /// <remarks>
    /// <paramref name="Lost"/>: they do not join, or too weakly to believe. <paramref name="FirstNew"/> is the index of
    /// the first new row, the number of rows when there is none. <paramref name="KnownBefore"/> is how many known rows
    /// lie before the first one read; <paramref name="ReachesEnd"/> is false when the rows end within the known tail,
    /// as in a list that is scrolled up or still filling.
    /// </remarks>
    internal readonly record struct Joint(bool Lost, int FirstNew, int KnownBefore, bool ReachesEnd);

    public static Joint Align(IReadOnlyList<MessageRow> known, IReadOnlyList<MessageRow> rows)
    {
        if (rows.Count == 0)
        {
            return new Joint(Lost: false, FirstNew: 0, KnownBefore: known.Count, ReachesEnd: known.Count == 0);
        }

        if (known.Count == 0)
        {
            return new Joint(Lost: false, FirstNew: 0, KnownBefore: 0, ReachesEnd: true);
        }

        var whole = Best(known, rows);
        var texts = BestOfTexts(known, rows);
        var (fit, joint) = texts.Fit.Score > whole.Fit.Score ? texts : whole;
        return fit.Matches == 0 || IsTooWeak(fit, joint, known, rows)
            ? new Joint(Lost: true, rows.Count, 0, ReachesEnd: true)
            : joint;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Fit(int Matches, int Ids)
    {
        public int Score => Matches + (AgreeingIdWeight * Ids);
    }

    private static (Fit Fit, Joint Joint) Best(IReadOnlyList<MessageRow> known, IReadOnlyList<MessageRow> rows)
    {
        var best = default(Fit);
        int? bestOffset = null;

        // Rows begin where the tail begins unless something says otherwise, so offset 0 wins a tie.
        foreach (var offset in Offsets(known.Count, rows.Count))
        {
            if (Measure(known, rows, offset) is { } fit && fit.Score > best.Score)
            {
                (best, bestOffset) = (fit, offset);
            }
        }

        if (bestOffset is not { } at)
        {
            return (default, default);
        }

        return (best, new Joint(
            Lost: false,
            FirstNew: Math.Clamp(known.Count - at, 0, rows.Count),
            KnownBefore: Math.Max(0, at),
            ReachesEnd: at + rows.Count >= known.Count));
    }

    /// <summary>The same without the rows that a list puts in and takes out as it renders: times and notices.</summary>
    private static (Fit Fit, Joint Joint) BestOfTexts(IReadOnlyList<MessageRow> known, IReadOnlyList<MessageRow> rows)
    {
        var knownTexts = known.Where(row => row.Kind == RowKind.Text).ToList();
        var places = Enumerable.Range(0, rows.Count).Where(index => rows[index].Kind == RowKind.Text).ToList();
        var (fit, joint) = Best(knownTexts, places.ConvertAll(index => rows[index]));
        var firstNew = joint.FirstNew < places.Count ? places[joint.FirstNew] : rows.Count;
        return (fit, joint with { FirstNew = firstNew, KnownBefore = 0 });
    }

    private static IEnumerable<int> Offsets(int known, int rows)
    {
        yield return 0;
        for (var distance = 1; distance < Math.Max(known, rows); distance++)
        {
            if (distance < known)
            {
                yield return distance;
            }

            if (distance < rows)
            {
                yield return -distance;
            }
        }
    }

    /// <summary>Null when a pair contradicts.</summary>
    private static Fit? Measure(IReadOnlyList<MessageRow> known, IReadOnlyList<MessageRow> rows, int offset)
    {
        var matches = 0;
        var ids = 0;
        for (var index = Math.Max(0, -offset); index < rows.Count && index + offset < known.Count; index++)
        {
            var (old, now) = (known[index + offset], rows[index]);
            if (Contradict(old, now))
            {
                return null;
            }

            if (old.Kind == now.Kind && old.Text == now.Text)
            {
                matches++;
                ids += old.RuntimeId is not null && old.RuntimeId == now.RuntimeId ? 1 : 0;
            }
        }

        return new Fit(matches, ids);
    }

    private static bool Contradict(MessageRow old, MessageRow now)
    {
        if (old.Kind == RowKind.Time && now.Kind == RowKind.Time)
        {
            // "10:23" is "昨天 10:23" after midnight.
            return false;
        }

        if (old.Kind == RowKind.Text && now.Kind == RowKind.System)
        {
            // A message that was taken back leaves a notice in its place.
            return !now.Text.Contains("撤回", StringComparison.Ordinal)
                && !now.Text.Contains("recalled", StringComparison.OrdinalIgnoreCase);
        }

        return old.Kind != now.Kind
            || old.Text != now.Text
            || (old.Side != now.Side && old.Side != RowSide.Unknown && now.Side != RowSide.Unknown)
            || (old.Sender != now.Sender && old.Sender is not null && now.Sender is not null);
    }

    // One "好的" in common is no reason to take forty rows of history for new ones.
    private static bool IsTooWeak(
        Fit fit, Joint joint, IReadOnlyList<MessageRow> known, IReadOnlyList<MessageRow> rows) =>
        fit.Ids == 0 && fit.Matches <= WeakOverlap && known.Count > WeakOverlap && rows.Count - joint.FirstNew > ManyNewRows;
}
