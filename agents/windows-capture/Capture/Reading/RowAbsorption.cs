using System.Collections.Immutable;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Reading;

/// <summary>
/// What rows that were just read mean for what is known of a chat, in two steps, because between them the new rows whose
/// side the tree does not tell are looked at. Pure: values in, decision out.
/// </summary>
internal static class RowAbsorption
{
    // Drawn between what was read and what was not, and gone the next time.
    private static readonly string[] Dividers = ["以下是新消息", "以下为新消息", "以上是历史消息", "Below are new messages"];

    /// <summary>A text that this agent entered, or may have entered, and whose row was not seen yet.</summary>
    internal sealed record EnteredText(string DecisionId, int Part, string Text);

    /// <summary>How the rows join what is known.</summary>
    /// <remarks>
    /// <paramref name="Rows"/> are the rows with the sides and senders that were known of them before.
    /// <paramref name="New"/> are the indexes of new messages and notices, <paramref name="TakenBack"/> those of notices
    /// in the place of a known message. <paramref name="Unread"/> is the badge that the new messages must explain.
    /// </remarks>
    internal sealed record Joined(
        IReadOnlyList<MessageRow> Rows,
        IReadOnlyList<int> New,
        IReadOnlyDictionary<int, MessageRow> TakenBack,
        int KnownBefore,
        bool ReachesEnd,
        bool Lost,
        int Unread);

    /// <summary>A row to be uploaded.</summary>
    /// <remarks><paramref name="TakenBack"/> is the message that stood in the place of a recall.</remarks>
    internal sealed record FreshRow(int Index, MessageRow Row, SideReading Side, MessageRow? TakenBack = null);

    /// <remarks>
    /// <paramref name="Fresh"/> are to be uploaded, in order; <paramref name="Echoes"/> are the entered texts whose rows
    /// are among the new ones. <paramref name="Gap"/> is the reason of a gap, null when all is accounted for, and
    /// <paramref name="Missing"/> how many messages it lacks at least.
    /// </remarks>
    internal sealed record Absorbed(
        KnownChat Chat, IReadOnlyList<FreshRow> Fresh, IReadOnlyList<EnteredText> Echoes, string? Gap, int Missing);

    /// <param name="known">The chat before.</param>
    /// <param name="entry">Its list entry from before the rows were read; null when only the rows are at hand.</param>
    /// <param name="rows">The loaded rows, with the instants of their times.</param>
    public static Joined Join(KnownChat known, ListedChat? entry, IReadOnlyList<MessageRow> rows)
    {
        if (known.Rows is not { } tail)
        {
            var badge = new UnreadCount(known.Waiting?.Count ?? 0, known.Waiting?.Preview ?? "");
            var firstNew = FirstSight.FirstNew(rows, known.Preview, badge);
            return new Joined(rows, NewFrom(rows, firstNew, []), NothingTakenBack, 0, ReachesEnd: true, Lost: false, badge.Count);
        }

        var unread = entry?.Unread ?? 0;
        var joint = TailAlignment.Align(tail, rows, unread);
        if (joint.Lost)
        {
            // Beyond what was read only the list can tell how much is new; a changed preview is one row at least.
            var atLeast = entry is null ? 0 : Math.Max(unread, entry.Preview == known.Preview ? 0 : 1);
            var behind = FirstSight.CountBack(rows, rows.Count, atLeast);
            return new Joined(rows, NewFrom(rows, behind, []), NothingTakenBack, 0, ReachesEnd: true, Lost: true, unread);
        }

        var takenBack = new Dictionary<int, MessageRow>();
        var merged = new List<MessageRow>(rows.Count);
        for (var index = 0; index < rows.Count; index++)
        {
            var before = joint.KnownOf[index] < 0 ? null : tail[joint.KnownOf[index]];
            merged.Add(WithWhatWasKnown(rows[index], before));
            if (before is { Kind: RowKind.Text } && rows[index].Kind == RowKind.System)
            {
                takenBack[index] = before;
            }
        }

        var fresh = NewFrom(merged, joint.FirstNew, joint.ReachesEnd ? TrailingNotices(tail) : []);
        return new Joined(merged, fresh, takenBack, joint.KnownBefore, joint.ReachesEnd, Lost: false, unread);
    }

    /// <param name="known">The chat before.</param>
    /// <param name="entry">Its list entry from before the rows were read; null when only the rows are at hand.</param>
    /// <param name="joined">How the rows join.</param>
    /// <param name="sides">Sides of new rows that the tree did not tell, by index.</param>
    /// <param name="entered">This chat's entered texts, oldest first.</param>
    /// <param name="keep">How many rows are remembered.</param>
    public static Absorbed Absorb(
        KnownChat known,
        ListedChat? entry,
        Joined joined,
        IReadOnlyDictionary<int, SideReading> sides,
        IReadOnlyList<EnteredText> entered,
        int keep)
    {
        var rows = joined.Rows.ToArray();
        var waiting = entered.ToList();
        var fresh = new List<FreshRow>();
        var echoes = new List<EnteredText>();
        foreach (var index in joined.New.Concat(joined.TakenBack.Keys).Order())
        {
            var row = rows[index];
            var side = sides.TryGetValue(index, out var seen) ? seen : SideReading.Tree(row.Side);
            var echo = row.Kind != RowKind.Text || side.Side == RowSide.Other
                ? -1
                : waiting.FindIndex(text => SameText.Is(text.Text, row.Text));
            if (echo >= 0)
            {
                echoes.Add(waiting[echo]);
                waiting.RemoveAt(echo);
                rows[index] = row with { Side = RowSide.Own };
                continue;
            }

            rows[index] = row with { Side = side.Side };
            if (!Array.Exists(Dividers, divider => row.Kind == RowKind.System && row.Text.Contains(divider, StringComparison.Ordinal)))
            {
                fresh.Add(new FreshRow(index, row, side, joined.TakenBack.GetValueOrDefault(index)));
            }
        }

        // A message that was taken back before it was read is in the badge all the same.
        var ofOthers = fresh.Count(one => one.TakenBack is null
            && (MessageKinds.IsRecall(one.Row) || (one.Row.Kind == RowKind.Text && one.Side.Side != RowSide.Own)));
        var missing = Math.Max(0, joined.Unread - ofOthers);
        return new Absorbed(
            Forward(known, entry, joined, rows, keep),
            fresh,
            echoes,
            joined.Lost ? CaptureGaps.TailLost : missing > 0 ? CaptureGaps.BadgeMismatch : null,
            missing);
    }

    private static readonly IReadOnlyDictionary<int, MessageRow> NothingTakenBack = ImmutableDictionary<int, MessageRow>.Empty;

    private static KnownChat Forward(KnownChat known, ListedChat? entry, Joined joined, MessageRow[] rows, int keep)
    {
        if (!joined.ReachesEnd && known.Rows is not null)
        {
            // The newest rows were not on the screen: the chat stays as it was, and so does the sign that there is more.
            return known with { Waiting = null };
        }

        ImmutableList<MessageRow> tail = [.. (known.Rows ?? []).Take(joined.KnownBefore), .. rows];
        var kept = tail.RemoveRange(0, Math.Max(0, tail.Count - keep));
        return known with
        {
            Preview = entry?.Preview ?? known.Preview,
            Rows = known.Rows is not null && known.Rows.SequenceEqual(kept) ? known.Rows : kept,
            Waiting = null,
        };
    }

    private static MessageRow WithWhatWasKnown(MessageRow row, MessageRow? before) =>
        before is null || row.Kind != before.Kind ? row : row with
        {
            Side = row.Side == RowSide.Unknown ? before.Side : row.Side,
            Sender = row.Sender ?? before.Sender,
        };

    private static List<int> NewFrom(IReadOnlyList<MessageRow> rows, int first, List<string> notices)
    {
        var fresh = new List<int>();
        for (var index = first; index < rows.Count; index++)
        {
            if (rows[index].Kind == RowKind.Text || (rows[index].Kind == RowKind.System && !notices.Remove(rows[index].Text)))
            {
                fresh.Add(index);
            }
        }

        return fresh;
    }

    /// <summary>Notices behind the last known message: they are known too.</summary>
    private static List<string> TrailingNotices(ImmutableList<MessageRow> tail)
    {
        var lastMessage = tail.FindLastIndex(row => row.Kind == RowKind.Text || MessageKinds.IsRecall(row));
        return tail.Skip(lastMessage + 1).Where(row => row.Kind == RowKind.System).Select(row => row.Text).ToList();
    }
}
