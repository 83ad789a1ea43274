namespace WeChatPlatform.Message.Gate.Conditions;

/// <summary>The answer is too old to be said. At its last moment it is over.</summary>
internal sealed class Expired : IGateCondition
{
    public const string Word = "expired";

    public string Reason => Word;

    public string Verdict => GateVerdict.Refuse;

    public ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct) =>
        ValueTask.FromResult(asked.Decision?.ExpiresAt <= asked.Now);
}
