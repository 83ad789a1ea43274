namespace WeChatPlatform.Message.Gate.Conditions;

/// <summary>A person has told the account to send nothing.</summary>
internal sealed class AgentStopped : IGateCondition
{
    public string Reason => "agent_stopped";

    public string Verdict => GateVerdict.Hold;

    public ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct) => ValueTask.FromResult(asked.Agent.IsStopped);
}
