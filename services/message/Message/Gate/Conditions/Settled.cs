using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Gate.Conditions;

/// <summary>What became of the part, or of the decision, is known already.</summary>
internal sealed class Settled : IGateCondition
{
    public string Reason => "settled";

    public string Verdict => GateVerdict.Refuse;

    public ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct) => ValueTask.FromResult(
        asked.Decision is { PartIsSettled: true } or { State: DeliveryState.Settled });
}
