using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Gate.Conditions;

/// <summary>The customer wrote on: another decision answers the messages of this one too.</summary>
internal sealed class Superseded : IGateCondition
{
    public string Reason => DeliveryState.Superseded;

    public string Verdict => GateVerdict.Refuse;

    public ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct) =>
        ValueTask.FromResult(asked.Decision is { State: DeliveryState.Superseded });
}
