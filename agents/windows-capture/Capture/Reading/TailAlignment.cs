using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>
/// Where rows that were just read join the tail that is known. Everything rests on order: the same text twice is two
/// messages, and history that is rendered again is none.
/// </summary>
/// <remarks>
/// Only messages are laid over each other, and the notices that stand where one was taken back: times and other notices
/// come and go as a list renders. The messages that were read are laid over the known ones at every offset; an offset
/// counts when no pair contradicts. Most agreement wins, and a time above a message that is the same in both counts more
/// than a message. Two different times above one message contradict, unless nothing else fits and the texts leave no doubt:
/// clocks are put forward and back. Runtime ids only tip the balance, because a list gives them to other rows when it scrolls; one that was seen
/// at another message takes the weight from all of them.
/// </remarks>
internal static class TailAlignment
{
    /// <summary>How the rows join.</summary>
    /// <remarks>
    /// <paramref name="Lost"/>: they do not join, or too weakly to believe. <paramref name="FirstNew"/> is the index of
    /// the first row behind the last known message, the number of rows when there is none. <paramref name="KnownBefore"/>
    /// is how many known rows lie before the first one read; <paramref name="ReachesEnd"/> is false when the rows end
    /// within the known tail, as in a list that is scrolled up or still filling. <paramref name="KnownOf"/> gives for each
    /// row the index of the known row that it is, -1 for none.
    /// </remarks>
    internal sealed record Joint(bool Lost, int FirstNew, int KnownBefore, bool ReachesEnd, IReadOnlyList<int> KnownOf);

    /// <param name="known">The known tail.</param>
    /// <param name="rows">The rows that were read.</param>
    /// <param name="unread">
    /// How many messages of others must be new, by the chat's badge. It decides between places that are possible.
    /// </param>
    public static Joint Align(IReadOnlyList<MessageRow> known, IReadOnlyList<MessageRow> rows, int unread = 0)
    {
        var none = NoneKnown(rows.Count);
        if (rows.Count == 0)
        {
            return new Joint(Lost: false, FirstNew: 0, KnownBefore: known.Count, ReachesEnd: known.Count == 0, none);
        }

        var (old, now) = (TailMark.Of(known), TailMark.Of(rows));
        if (old.Length == 0)
        {
            return new Joint(Lost: false, FirstNew: 0, KnownBefore: 0, ReachesEnd: true, none);
        }

        if (now.Length == 0)
        {
            // Nothing but times and notices: a list that is still filling.
            return new Joint(Lost: false, rows.Count, KnownBefore: known.Count, ReachesEnd: false, none);
        }

        var scales = new TailScales(old, now);
        var place = scales.Heaviest(unread, timesContradict: true) ?? scales.Heaviest(unread, timesContradict: false)
            ?? (scales.MetWeakness ? null : scales.LongestSuffix());
        return place is { } offset ? JointAt(offset, old, now, rows.Count) : new Joint(true, rows.Count, 0, true, none);
    }

    private static Joint JointAt(int offset, TailMark[] old, TailMark[] now, int count)
    {
        var knownOf = NoneKnown(count);
        for (var index = Math.Max(0, -offset); index < now.Length && index + offset < old.Length; index++)
        {
            knownOf[now[index].Row] = old[index + offset].Row;
        }

        // Behind the last known message; the notices there are told apart by their texts.
        var lastKnown = Math.Min(now.Length, old.Length - offset) - 1;
        return new Joint(
            Lost: false,
            FirstNew: lastKnown < 0 ? 0 : now[lastKnown].Row + 1,
            KnownBefore: offset > 0 ? old[offset - 1].Row + 1 : 0,
            ReachesEnd: offset + now.Length >= old.Length,
            knownOf);
    }

    private static int[] NoneKnown(int count)
    {
        var none = new int[count];
        Array.Fill(none, -1);
        return none;
    }
}
