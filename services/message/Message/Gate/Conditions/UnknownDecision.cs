using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Gate.Conditions;

/// <summary>The agent was handed no such decision or part, or another ledger has it now.</summary>
internal sealed class UnknownDecision : IGateCondition
{
    public string Reason => "unknown_decision";

    public string Verdict => GateVerdict.Refuse;

    public ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct) => ValueTask.FromResult(
        asked.Decision is not { ClaimedBy: { } owner } decision
        || asked.Question.Part >= decision.Parts
        || (asked.LedgerId is { } ledger && owner != ledger && owner != Decision.HttpClaim));
}
