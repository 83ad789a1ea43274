using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;

namespace WeChatPlatform.Message.Replies;

/// <summary>What happens with an answer: pure rules, from values to a verdict.</summary>
internal static class ReplyPolicy
{
    /// <summary>Something in the answer has no evidence, and rewriting it did not help.</summary>
    public const string Unsupported = "unsupported_claim";

    /// <summary>
    /// Sure enough answers, half sure asks back, unsure hands over to a person; then the account's autonomy decides
    /// whether it is typed: draft keeps it for a person, shadow only records it.
    /// </summary>
    public static Verdict Judge(Answer answer, IReadOnlyList<Evidence> evidence, string autonomy, MessageOptions options)
    {
        var verdict = answer switch
        {
            // The text has a claim that nothing supports. A person who looks at drafts may mend it; else only a person may speak.
            { Text: { } doubtful, ForPerson: true } when autonomy == Autonomy.Draft =>
                new Verdict(DecisionAction.Draft, doubtful, answer.Confidence, Unsupported, answer.EvidenceIds),
            { Text: not null, ForPerson: true } =>
                new Verdict(DecisionAction.Handoff, options.HandoffText, answer.Confidence, Unsupported, answer.EvidenceIds),
            { Text: { } text } when answer.Confidence >= options.AnswerConfidence =>
                new Verdict(DecisionAction.Reply, text, answer.Confidence, "answered", answer.EvidenceIds),
            { Text: not null } when answer.Confidence >= options.ClarifyConfidence =>
                new Verdict(DecisionAction.Clarify, Clarification(evidence, options), answer.Confidence, "half_sure", answer.EvidenceIds),
            { Text: not null } =>
                new Verdict(DecisionAction.Handoff, options.HandoffText, answer.Confidence, "low_confidence", answer.EvidenceIds),
            _ => new Verdict(DecisionAction.Handoff, options.HandoffText, 0, answer.MissingReason ?? "generation_failed", []),
        };
        return UnderAutonomy(verdict, autonomy);
    }

    /// <summary>What happens with a turn that screening ended before any model was called.</summary>
    public static Verdict JudgeScreened(string reason, string autonomy, MessageOptions options) => reason switch
    {
        Screening.HandOffWord => UnderAutonomy(
            new Verdict(DecisionAction.Handoff, options.HandoffRequestedText, 1, reason, []), autonomy),

        // Who asked hours ago is not told now that a colleague comes at once.
        Screening.StaleAsk => new Verdict(DecisionAction.Handoff, null, 1, reason, []),
        Screening.UnreadableKind => UnderAutonomy(
            new Verdict(DecisionAction.Clarify, options.UnreadableText, 1, reason, []), autonomy),
        _ => new Verdict(DecisionAction.Ignore, null, 1, reason, []),
    };

    /// <summary>
    /// What happens with a turn in which somebody of unknown side wrote: whatever would have been said is a draft, and a
    /// hand-off goes without its text.
    /// </summary>
    public static Verdict ForPerson(Verdict verdict) => verdict.Action switch
    {
        DecisionAction.Ignore => verdict,
        DecisionAction.Handoff => verdict with { Deliver = false },
        _ => verdict with { Action = DecisionAction.Draft, Reason = "unknown_side", Deliver = false },
    };

    /// <summary>What happens while a person speaks: the machine says nothing. Who asked for a person is still heard.</summary>
    public static Verdict DuringPause(Verdict verdict) => verdict.Action switch
    {
        DecisionAction.Handoff => verdict with { Deliver = false },
        DecisionAction.Draft => verdict,
        _ => verdict with { Action = DecisionAction.Ignore, Reason = ChatPauses.Reason, Deliver = false },
    };

    // A person sees a hand-off whatever the autonomy is; only the text to the customer waits.
    private static Verdict UnderAutonomy(Verdict verdict, string autonomy) => autonomy switch
    {
        Autonomy.Auto => verdict with { Deliver = true },
        _ when verdict.Action is DecisionAction.Handoff => verdict,
        Autonomy.Draft => verdict with { Action = DecisionAction.Draft },
        Autonomy.Shadow => verdict with { Action = DecisionAction.Ignore, Reason = "shadow" },

        // An unknown word must not make a machine talk.
        _ => verdict with { Action = DecisionAction.Ignore, Reason = "autonomy_off" },
    };

    private static string Clarification(IReadOnlyList<Evidence> evidence, MessageOptions options) =>
        evidence.Count > 0
            ? options.ClarifyText.Replace("{topic}", evidence[0].Title, StringComparison.Ordinal)
            : options.HandoffText;

    /// <summary>One verdict on a turn. <paramref name="Deliver"/> is true when the agent types it by itself.</summary>
    internal sealed record Verdict(
        string Action, string? Text, double Confidence, string Reason, IReadOnlyList<string> EvidenceIds, bool Deliver = false);
}
