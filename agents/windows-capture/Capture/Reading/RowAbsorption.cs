using System.Collections.Immutable;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Reading;

/// <summary>What rows that were just read mean for what is known of a chat. Pure: values in, decision out.</summary>
internal static class RowAbsorption
{
    /// <summary>A text that this agent entered, or may have entered, and whose row was not seen yet.</summary>
    internal sealed record EnteredText(string DecisionId, int Part, string Text);

    /// <remarks>
    /// <paramref name="Fresh"/> are new texts to be uploaded, in order; <paramref name="Echoes"/> are the entered texts
    /// whose rows are among the new ones; <paramref name="Gap"/>: the rows did not join the known tail.
    /// </remarks>
    internal sealed record Absorbed(
        KnownChat Chat, IReadOnlyList<MessageRow> Fresh, IReadOnlyList<EnteredText> Echoes, bool Gap);

    /// <param name="known">The chat before.</param>
    /// <param name="entry">Its list entry from before the rows were read; null when only the rows are at hand.</param>
    /// <param name="rows">The loaded rows.</param>
    /// <param name="entered">This chat's entered texts, oldest first.</param>
    /// <param name="keep">How many rows are remembered.</param>
    public static Absorbed Absorb(
        KnownChat known,
        ListedChat? entry,
        IReadOnlyList<MessageRow> rows,
        IReadOnlyList<EnteredText> entered,
        int keep)
    {
        var (firstNew, tail, gap) = known.Rows is null ? AtFirstSight(known, rows) : Joined(known, known.Rows, entry, rows);
        var waiting = entered.ToList();
        var fresh = new List<MessageRow>();
        var echoes = new List<EnteredText>();
        foreach (var row in rows.Skip(firstNew).Where(row => row.Kind == RowKind.Text))
        {
            var echo = row.Side == RowSide.Other ? -1 : waiting.FindIndex(text => SameText.Is(text.Text, row.Text));
            if (echo >= 0)
            {
                echoes.Add(waiting[echo]);
                waiting.RemoveAt(echo);
            }
            else
            {
                fresh.Add(row);
            }
        }

        var kept = tail.Skip(Math.Max(0, tail.Count - keep)).ToImmutableList();
        var chat = known with
        {
            Preview = entry?.Preview ?? known.Preview,
            Rows = known.Rows is not null && known.Rows.SequenceEqual(kept) ? known.Rows : kept,
            Waiting = null,
        };
        return new Absorbed(chat, fresh, echoes, gap);
    }

    private static (int FirstNew, IReadOnlyList<MessageRow> Tail, bool Gap) AtFirstSight(
        KnownChat known, IReadOnlyList<MessageRow> rows)
    {
        var badge = new UnreadCount(known.Waiting?.Count ?? 0, known.Waiting?.Preview ?? "");
        var firstNew = FirstSight.FirstNew(rows, known.Preview, badge);
        var others = rows.Skip(firstNew).Count(row => row.Kind == RowKind.Text && row.Side != RowSide.Own);
        return (firstNew, rows, others < badge.Count);
    }

    private static (int FirstNew, IReadOnlyList<MessageRow> Tail, bool Gap) Joined(
        KnownChat known, ImmutableList<MessageRow> tail, ListedChat? entry, IReadOnlyList<MessageRow> rows)
    {
        var joint = TailAlignment.Align(tail, rows);
        if (!joint.Lost)
        {
            return (joint.FirstNew, joint.ReachesEnd ? [.. tail.Take(joint.KnownBefore), .. rows] : tail, false);
        }

        // Beyond what was read only the list can tell how much is new; a changed preview is one row at least.
        var atLeast = entry is null ? 0 : Math.Max(entry.Unread, entry.Preview == known.Preview ? 0 : 1);
        return (FirstSight.CountBack(rows, rows.Count, atLeast), rows, true);
    }
}
