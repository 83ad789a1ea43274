using Microsoft.Extensions.Options;

namespace WeChatPlatform.Message.Gate.Conditions;

/// <summary>
/// The PC's WeChat is of a version that is held: by a person, or because it is new and no machine has proven yet that it can
/// be driven. Canaries send all the same: somebody must be the first.
/// </summary>
internal sealed class ClientVersionHeld(IOptions<MessageOptions> options) : IGateCondition
{
    public string Reason => "client_version_held";

    public string Verdict => GateVerdict.Hold;

    public ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct) =>
        ValueTask.FromResult(!options.Value.CanaryAgents.Contains(asked.AgentId, StringComparer.Ordinal) && IsHeld(asked.Client));

    private bool IsHeld(GateCase.ClientFacts client) => client switch
    {
        { Version: null } => options.Value is { HoldNewClientVersions: true, HoldUnknownClientVersions: true },
        { IsHeld: true } => true,
        _ => options.Value.HoldNewClientVersions && (!client.IsKnown || client.IsOnTrial),
    };
}
