using System.Security.Cryptography;
using System.Text;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Sending.Pacing;

/// <summary>The account of what was sent, as changes of the journal; each is made in the write of the step that it belongs to.</summary>
internal static class SentTexts
{
    /// <summary>What is older plays no part in any cap.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    // The largest cap: with as many, nothing more is sent.
    private const int Most = 2_000;
    private const int DigestBytes = 12;

    // A clock is never quite even.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    public static string DigestOf(string text) => Convert.ToBase64String(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))))).AsSpan(0, DigestBytes));

    /// <summary>A part may have been sent. Its attempts are one text.</summary>
    public static JournalState Add(JournalState state, LedgerSteps.Due due, DateTimeOffset now)
    {
        var decision = due.Decision;
        if (state.Sent.Exists(sent => sent.DecisionId == decision.DecisionId && sent.Part == due.Index))
        {
            return state;
        }

        var kept = state.Sent.RemoveAll(sent => now - sent.At >= Kept)
            .Add(new SentText(decision.DecisionId, due.Index, decision.ChatId, DigestOf(due.Part.Text), now));
        return state with
        {
            Sent = kept.RemoveRange(0, Math.Max(0, kept.Count - Most)),
            FirstSentAt = state.FirstSentAt ?? now,
        };
    }

    /// <summary>A part was certainly not sent.</summary>
    public static JournalState Remove(JournalState state, LedgerSteps.Due due) => state with
    {
        Sent = state.Sent.RemoveAll(sent => sent.DecisionId == due.Decision.DecisionId && sent.Part == due.Index),
    };

    /// <summary>
    /// What was noted under a clock that ran ahead and was put right would count for as long as it ran ahead. It counts
    /// from now on instead. The same instance when there is no such text.
    /// </summary>
    public static JournalState NotAhead(JournalState state, DateTimeOffset now)
    {
        var isAhead = state.FirstSentAt > now + Ahead || state.Sent.Exists(sent => sent.At > now + Ahead);
        return !isAhead ? state : state with
        {
            Sent = state.Sent.ConvertAll(sent => sent.At > now ? sent with { At = now } : sent),
            FirstSentAt = state.FirstSentAt > now ? now : state.FirstSentAt,
        };
    }
}
