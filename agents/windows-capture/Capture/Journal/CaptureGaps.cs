namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// Gaps as changes of the journal: each is told to the server until it is acknowledged, and the counter never goes back,
/// so that even a gap that no room was left for shows in the heartbeat.
/// </summary>
internal static class CaptureGaps
{
    public const string BadgeMismatch = "badge_mismatch";
    public const string TailLost = "tail_lost";
    public const string QueueFull = "queue_full";

    /// <summary>
    /// Adds a gap and counts what it misses, at least one. A gap that the server was not told yet takes in a further one of
    /// its chat and reason: an agent that is offline for a week has one record a chat and not one a message. Beyond
    /// <paramref name="limit"/> records the oldest gives way; it stays in the counter.
    /// </summary>
    public static JournalState Add(JournalState state, CaptureGap gap, int limit)
    {
        var counted = state with { Gaps = state.Gaps + Math.Max(1, gap.Missing) };
        var place = state.OpenGaps.FindIndex(open =>
            !open.Told && open.ChatId == gap.ChatId && open.Reason == gap.Reason);
        if (place >= 0)
        {
            var open = state.OpenGaps[place];
            return counted with
            {
                OpenGaps = state.OpenGaps.SetItem(place, open with { Missing = open.Missing + gap.Missing }),
            };
        }

        var gaps = state.OpenGaps.Add(gap);
        return counted with { OpenGaps = gaps.RemoveRange(0, Math.Max(0, gaps.Count - limit)) };
    }

    /// <summary>
    /// Marks what is about to be told. The server stores a gap once by its id, so what is missed from here on needs a
    /// record of its own.
    /// </summary>
    public static JournalState Tell(JournalState state) => state.OpenGaps.TrueForAll(gap => gap.Told)
        ? state
        : state with { OpenGaps = state.OpenGaps.ConvertAll(gap => gap.Told ? gap : gap with { Told = true }) };

    /// <summary>The server has the gap.</summary>
    public static JournalState Acknowledge(JournalState state, string gapId) => state with
    {
        OpenGaps = state.OpenGaps.RemoveAll(gap => gap.GapId == gapId),
    };
}
