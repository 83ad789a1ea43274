using System.Runtime.InteropServices;
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
    private const int MatchWeight = 2;
    private const int RecallWeight = 1;
    private const int AgreeingIdWeight = 1000;
    private const int AgreeingTimeWeight = 4;
    private const int OtherTimeWeight = 6;
    private const int WeakOverlap = 2;
    private const double SureBits = 24;
    private const double TimeBits = 8;

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

        var (old, now) = (Marks(known), Marks(rows));
        if (old.Length == 0)
        {
            return new Joint(Lost: false, FirstNew: 0, KnownBefore: 0, ReachesEnd: true, none);
        }

        if (now.Length == 0)
        {
            // Nothing but times and notices: a list that is still filling.
            return new Joint(Lost: false, rows.Count, KnownBefore: known.Count, ReachesEnd: false, none);
        }

        var scales = new Scales(old, now, IdsTell(old, now));
        var place = scales.Heaviest(unread, timesContradict: true) ?? scales.Heaviest(unread, timesContradict: false)
            ?? (scales.MetWeakness ? null : scales.LongestSuffix());
        return place is { } offset ? JointAt(offset, old, now, rows.Count) : new Joint(true, rows.Count, 0, true, none);
    }

    private static Joint JointAt(int offset, Mark[] old, Mark[] now, int count)
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

    /// <summary>A message, or the notice in the place of one, with the time that stands right above it.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Mark(
        int Row, string Identity, bool IsRecall, RowSide Side, string? Sender, string? RuntimeId, MessageRow? Time);

    private static Mark[] Marks(IReadOnlyList<MessageRow> rows)
    {
        var marks = new List<Mark>(rows.Count);
        MessageRow? time = null;
        for (var index = 0; index < rows.Count; index++)
        {
            var row = rows[index];
            var isRecall = MessageKinds.IsRecall(row);
            if (row.Kind == RowKind.Text || isRecall)
            {
                marks.Add(new Mark(
                    index, MessageKinds.IdentityOf(row), isRecall, row.Side, row.Sender, row.RuntimeId, time));
                time = null;
            }
            else if (row.Kind == RowKind.Time)
            {
                time = row;
            }
        }

        return [.. marks];
    }

    /// <summary>False when an id is at another message than before: then ids are those of places on the screen.</summary>
    private static bool IdsTell(Mark[] old, Mark[] now)
    {
        var before = new Dictionary<string, int>(old.Length, StringComparer.Ordinal);
        for (var index = 0; index < old.Length; index++)
        {
            if (old[index].RuntimeId is { } id && !before.TryAdd(id, index))
            {
                return false;
            }
        }

        foreach (var mark in now)
        {
            if (mark.RuntimeId is { } id && before.TryGetValue(id, out var index) && Contradict(old[index], mark))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Contradict(in Mark old, in Mark now)
    {
        if (now.IsRecall && !old.IsRecall)
        {
            // A message that was taken back leaves a notice in its place.
            return false;
        }

        return old.IsRecall != now.IsRecall
            || old.Identity != now.Identity
            || (old.Side != now.Side && old.Side != RowSide.Unknown && now.Side != RowSide.Unknown)
            || (old.Sender != now.Sender && old.Sender is not null && now.Sender is not null);
    }

    /// <summary>Null when one of the two times is missing, or two labels cannot be compared.</summary>
    private static bool? SameTime(MessageRow? old, MessageRow? now)
    {
        if (old is null || now is null)
        {
            return null;
        }

        return old.At is { } before && now.At is { } after
            ? (before - after).Duration() < TimeSpan.FromMinutes(2)
            : old.Text == now.Text ? true : null;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Weight(int Matches, int Recalls, int Ids, int Times, int OtherTimes)
    {
        public int Sum => (MatchWeight * Matches) + (RecallWeight * Recalls) + (AgreeingIdWeight * Ids)
            + (AgreeingTimeWeight * Times) - (OtherTimeWeight * OtherTimes);
    }

    private sealed class Scales(Mark[] old, Mark[] now, bool idsTell)
    {
        /// <summary>An offset fits that is too weak to believe: then one that contradicts must not be believed either.</summary>
        public bool MetWeakness { get; private set; }

        /// <summary>
        /// The offset with the most agreement; null when there is none that can be believed. One where as many messages are
        /// new as the badge says goes before one where fewer are.
        /// </summary>
        public int? Heaviest(int unread, bool timesContradict)
        {
            int? best = null;
            var (bestSum, bestEnough) = (0, false);

            // Rows begin where the tail begins unless something says otherwise, so offset 0 wins a tie.
            foreach (var offset in Offsets())
            {
                if (Measure(offset) is not { Sum: > 0 } weight
                    || (weight.OtherTimes > 0 && (timesContradict || Surprise(offset) < SureBits)))
                {
                    continue;
                }

                if (IsTooWeak(weight, offset, unread))
                {
                    MetWeakness = true;
                }
                else
                {
                    var enough = NewOfOthers(offset) >= unread;
                    if (best is null || (enough && !bestEnough) || (enough == bestEnough && weight.Sum > bestSum))
                    {
                        (best, bestSum, bestEnough) = (offset, weight.Sum, enough);
                    }
                }
            }

            return best;
        }

        /// <summary>
        /// Where the last known messages stand in a row, whatever contradicts before them: somebody deleted one. Only where
        /// chance is as good as ruled out, by how often each of these texts is said here: otherwise what came since would be
        /// taken for what was known.
        /// </summary>
        public int? LongestSuffix()
        {
            int? best = null;
            var surest = SureBits;
            foreach (var offset in Offsets())
            {
                var bits = 0.0;
                for (var place = old.Length - 1; place >= Math.Max(0, offset) && place - offset < now.Length; place--)
                {
                    ref readonly var before = ref old[place];
                    ref readonly var after = ref now[place - offset];
                    var time = SameTime(before.Time, after.Time);
                    if (before.Identity != after.Identity || Contradict(before, after) || time == false)
                    {
                        break;
                    }

                    bits += Surprise(before.Identity) + (time == true ? TimeBits : 0)
                        + (idsTell && before.RuntimeId is not null && before.RuntimeId == after.RuntimeId ? SureBits : 0);
                }

                if (bits > surest)
                {
                    (best, surest) = (offset, bits);
                }
            }

            return best;
        }

        private double Surprise(int offset)
        {
            var bits = 0.0;
            for (var index = Math.Max(0, -offset); index < now.Length && index + offset < old.Length; index++)
            {
                bits += now[index].Identity == old[index + offset].Identity ? Surprise(now[index].Identity) : 0;
            }

            return bits;
        }

        /// <summary>In bits: little for what is said all the time.</summary>
        private double Surprise(string identity)
        {
            var said = old.Count(mark => mark.Identity == identity) + now.Count(mark => mark.Identity == identity);
            return Math.Log2((double)(old.Length + now.Length) / said);
        }

        private IEnumerable<int> Offsets()
        {
            yield return 0;
            for (var distance = 1; distance < Math.Max(old.Length, now.Length); distance++)
            {
                if (distance < old.Length)
                {
                    yield return distance;
                }

                if (distance < now.Length)
                {
                    yield return -distance;
                }
            }
        }

        /// <summary>Null when a pair contradicts.</summary>
        private Weight? Measure(int offset)
        {
            var weight = default(Weight);
            for (var index = Math.Max(0, -offset); index < now.Length && index + offset < old.Length; index++)
            {
                ref readonly var before = ref old[index + offset];
                ref readonly var after = ref now[index];
                if (Contradict(before, after))
                {
                    return null;
                }

                var time = SameTime(before.Time, after.Time);
                var same = before.Identity == after.Identity;
                weight = new Weight(
                    weight.Matches + (same ? 1 : 0),
                    weight.Recalls + (same ? 0 : 1),
                    weight.Ids + (idsTell && before.RuntimeId is not null && before.RuntimeId == after.RuntimeId ? 1 : 0),
                    weight.Times + (time == true ? 1 : 0),
                    weight.OtherTimes + (time == false ? 1 : 0));
            }

            return weight;
        }

        // One "好的" in common is no reason to take a page of history for new messages, unless the badge says so many.
        private bool IsTooWeak(Weight weight, int offset, int unread) => weight is { Ids: 0, Times: 0, Matches: <= WeakOverlap }
            && old.Length > WeakOverlap && now.Length + offset - old.Length > weight.Matches + 1
            && (unread == 0 || NewOfOthers(offset) != unread);

        private int NewOfOthers(int offset)
        {
            var count = 0;
            for (var index = Math.Max(0, old.Length - offset); index < now.Length; index++)
            {
                count += now[index].Side == RowSide.Own ? 0 : 1;
            }

            return count;
        }
    }
}
