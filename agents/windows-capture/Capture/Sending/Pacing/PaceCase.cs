using System.Collections.Immutable;

namespace WeChatPlatform.Capture.Sending.Pacing;

/// <summary>All that the conditions of the pace judge by.</summary>
/// <remarks>
/// <paramref name="Others"/> are the texts of other decisions that were sent. <paramref name="FirstSentAt"/> is absent before
/// the account's first text. <paramref name="LocalNow"/> is the same moment as <paramref name="Now"/> in the PC's zone.
/// </remarks>
internal sealed record PaceCase(
    LedgerDecision Decision,
    int Part,
    ImmutableList<SentText> Others,
    DateTimeOffset? FirstSentAt,
    DateTimeOffset Now,
    DateTimeOffset LocalNow,
    AgentOptions Options)
{
    public PaceOptions Pace => Options.Pace;

    /// <summary>Its first part went out, so the others follow: half an answer is worse than one text too many.</summary>
    public bool HasBegun => Part > 0;

    public int Left => Decision.Parts.Count - Part;

    public IEnumerable<SentText> Within(TimeSpan window) => Others.Where(sent => Now - sent.At < window);

    /// <summary>
    /// Whether all that is left of the decision goes beyond a cap. An answer of more parts than the cap goes when nothing
    /// else was sent: it could never go otherwise.
    /// </summary>
    public bool GoesBeyond(int cap, int sent) => !HasBegun && sent > 0 && sent + Left > cap;
}
