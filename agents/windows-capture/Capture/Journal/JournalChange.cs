using System.Collections.Immutable;
using System.Text.Json;
using WeChatPlatform.Capture.Greetings;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Sending.Pacing;

namespace WeChatPlatform.Capture.Journal;

/// <summary>What makes one state of the journal of another. Absent members did not change.</summary>
internal sealed record JournalChange
{
    /// <summary>Chats that are new or known anew, whole.</summary>
    public ImmutableDictionary<string, KnownChat>? Chats { get; init; }

    public ListChange<QueuedMessage>? Queue { get; init; }

    public ListChange<RefusedMessage>? SetAside { get; init; }

    public ListChange<LedgerDecision>? Ledger { get; init; }

    public ListChange<DeliveryReport>? Reports { get; init; }

    public ListChange<Doubt>? Doubts { get; init; }

    public ListChange<DoneDecision>? Done { get; init; }

    public ListChange<CaptureGap>? OpenGaps { get; init; }

    public ListChange<PendingAttachment>? Attachments { get; init; }

    public ListChange<SentText>? Sent { get; init; }

    /// <summary>The small ones are always told, as they are afterwards.</summary>
    public long Gaps { get; init; }

    public string? InstanceId { get; init; }

    public DateTimeOffset? LookedAt { get; init; }

    public DateTimeOffset? FirstSentAt { get; init; }

    public GreetingTable? Greetings { get; init; }

    /// <summary>The change between two states.</summary>
    /// <returns>
    /// Absent when only the whole new state will do: a chat was forgotten, and then it shall be nowhere in the file, or something
    /// changed that never does while an agent runs.
    /// </returns>
    public static JournalChange? Between(JournalState before, JournalState after)
    {
        if (before.LedgerId != after.LedgerId || before.Format != after.Format
            || (before.Greetings is not null && after.Greetings is null)
            || (before.Chats != after.Chats && before.Chats.Keys.Any(chat => !after.Chats.ContainsKey(chat))))
        {
            return null;
        }

        return new JournalChange
        {
            Chats = before.Chats == after.Chats
                ? null
                : after.Chats.Where(chat => !ReferenceEquals(before.Chats.GetValueOrDefault(chat.Key), chat.Value)).ToImmutableDictionary(),
            Queue = ListChange<QueuedMessage>.Between(before.Queue, after.Queue),
            SetAside = ListChange<RefusedMessage>.Between(before.SetAside, after.SetAside),
            Ledger = ListChange<LedgerDecision>.Between(before.Ledger, after.Ledger),
            Reports = ListChange<DeliveryReport>.Between(before.Reports, after.Reports),
            Doubts = ListChange<Doubt>.Between(before.Doubts, after.Doubts),
            Done = ListChange<DoneDecision>.Between(before.Done, after.Done),
            OpenGaps = ListChange<CaptureGap>.Between(before.OpenGaps, after.OpenGaps),
            Attachments = ListChange<PendingAttachment>.Between(before.Attachments, after.Attachments),
            Sent = ListChange<SentText>.Between(before.Sent, after.Sent),
            Gaps = after.Gaps,
            InstanceId = after.InstanceId,
            LookedAt = after.LookedAt,
            FirstSentAt = after.FirstSentAt,
            Greetings = ReferenceEquals(before.Greetings, after.Greetings) ? null : after.Greetings,
        };
    }

    /// <summary>Some chats of a state, for one that has all else of it.</summary>
    public static JournalChange OfChats(JournalState state, IEnumerable<KeyValuePair<string, KnownChat>> chats) => new()
    {
        Chats = ImmutableDictionary.CreateRange(chats),
        Gaps = state.Gaps,
        InstanceId = state.InstanceId,
        LookedAt = state.LookedAt,
        FirstSentAt = state.FirstSentAt,
    };

    /// <exception cref="JsonException">It is not a change of this state.</exception>
    public JournalState ApplyTo(JournalState before) => before with
    {
        Chats = Chats is null ? before.Chats : before.Chats.SetItems(Chats),
        Queue = Queue?.ApplyTo(before.Queue) ?? before.Queue,
        SetAside = SetAside?.ApplyTo(before.SetAside) ?? before.SetAside,
        Ledger = Ledger?.ApplyTo(before.Ledger) ?? before.Ledger,
        Reports = Reports?.ApplyTo(before.Reports) ?? before.Reports,
        Doubts = Doubts?.ApplyTo(before.Doubts) ?? before.Doubts,
        Done = Done?.ApplyTo(before.Done) ?? before.Done,
        OpenGaps = OpenGaps?.ApplyTo(before.OpenGaps) ?? before.OpenGaps,
        Attachments = Attachments?.ApplyTo(before.Attachments) ?? before.Attachments,
        Sent = Sent?.ApplyTo(before.Sent) ?? before.Sent,
        Gaps = Gaps,
        InstanceId = InstanceId,
        LookedAt = LookedAt,
        FirstSentAt = FirstSentAt,
        Greetings = Greetings ?? before.Greetings,
    };
}

/// <summary>What makes one list of another: the first entries are dropped, some are kept, and behind those others stand.</summary>
/// <remarks>
/// <paramref name="Dropped"/> entries of the beginning go. Of the rest the first <paramref name="Kept"/> stay, the next
/// <paramref name="Removed"/> give way to <paramref name="Added"/>, and what is behind them stays.
/// </remarks>
internal sealed record ListChange<T>(int Dropped, int Kept, int Removed, ImmutableList<T> Added)
{
    // Lists that are bounded drop their oldest, one or a few at a time.
    private const int MostDropped = 64;

    /// <returns>Absent: nothing changed.</returns>
    public static ListChange<T>? Between(ImmutableList<T> before, ImmutableList<T> after)
    {
        if (before == after)
        {
            return null;
        }

        var same = EqualityComparer<T>.Default;
        var dropped = 0;
        if (!after.IsEmpty)
        {
            var first = before.IndexOf(after[0], 0, Math.Min(before.Count, MostDropped), same);
            dropped = Math.Max(first, 0);
        }

        var (left, kept) = (before.Count - dropped, 0);
        while (kept < Math.Min(left, after.Count) && same.Equals(before[dropped + kept], after[kept]))
        {
            kept++;
        }

        var behind = 0;
        while (behind < Math.Min(left, after.Count) - kept && same.Equals(before[^(behind + 1)], after[^(behind + 1)]))
        {
            behind++;
        }

        return new ListChange<T>(dropped, kept, left - kept - behind, after.GetRange(kept, after.Count - kept - behind));
    }

    /// <exception cref="JsonException">It is not a change of this list.</exception>
    public ImmutableList<T> ApplyTo(ImmutableList<T> before)
    {
        try
        {
            return before.RemoveRange(Dropped + Kept, Removed).InsertRange(Dropped + Kept, Added).RemoveRange(0, Dropped);
        }
        catch (ArgumentException misfit)
        {
            throw new JsonException("A change of the journal does not fit what is before it.", misfit);
        }
    }
}
