using System.Runtime.InteropServices;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Weighs the places where the messages that were read may lie on the known ones: what speaks for each, and what against.</summary>
internal sealed class TailScales(TailMark[] old, TailMark[] now)
{
    private const int MatchWeight = 4;
    private const int RecallWeight = 1;
    private const int AgreeingIdWeight = 2000;
    private const int AgreeingTimeWeight = 8;
    private const int OtherTimeWeight = 12;
    private const int WeakOverlap = 2;
    private const double SureBits = 24;
    private const double TimeBits = 8;

    private readonly bool _idsTell = IdsTell(old, now);

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
                var time = TailMark.SameTime(before.Time, after.Time);
                if (before.Identity != after.Identity || TailMark.Contradict(before, after) || time == false)
                {
                    break;
                }

                bits += Surprise(before.Identity) + (time == true ? TimeBits : 0);
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
            if (TailMark.Contradict(before, after))
            {
                return null;
            }

            var time = TailMark.SameTime(before.Time, after.Time);
            var same = before.Identity == after.Identity;
            weight = new Weight(
                weight.Matches + (same ? 1 : 0),
                weight.Recalls + (same ? 0 : 1),
                weight.Ids + (_idsTell && before.RuntimeId is not null && before.RuntimeId == after.RuntimeId ? 1 : 0),
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

    /// <summary>False when an id is at another message than before: then ids are those of places on the screen.</summary>
    private static bool IdsTell(TailMark[] old, TailMark[] now)
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
            if (mark.RuntimeId is { } id && before.TryGetValue(id, out var index) && TailMark.Contradict(old[index], mark))
            {
                return false;
            }
        }

        return true;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Weight(int Matches, int Recalls, int Ids, int Times, int OtherTimes)
    {
        public int Sum => (MatchWeight * Matches) + (RecallWeight * Recalls) + (AgreeingIdWeight * Ids)
            + (AgreeingTimeWeight * Times) - (OtherTimeWeight * OtherTimes);
    }
}
