namespace WeChatPlatform.Message.Gate.Conditions;

/// <summary>
/// Another process has the account: the question comes under an older lease, or under none while somebody has one. The last
/// one that asks under the number in force is let through, however long it was silent: nobody took over.
/// </summary>
internal sealed class LeaseLost : IGateCondition
{
    public string Reason => "lease_lost";

    public string Verdict => GateVerdict.Hold;

    public ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct) => ValueTask.FromResult(
        asked.Question.Lease is { } number ? number != asked.Agent.Lease : asked.Agent.LeaseUntil > asked.Now);
}
