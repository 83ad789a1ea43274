namespace WeChatPlatform.Message.Gate.Conditions;

/// <summary>
/// The agent lets the part wait by itself, for its pace or because somebody stopped it there. Last in the table: what ends the
/// decision is said, and what would let it go is not.
/// </summary>
internal sealed class HeldByAgent : IGateCondition
{
    public const string Word = "held_by_agent";

    // What is recorded and measured is one of these; agents of other versions may have other words.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "pace_hour", "pace_day", "pace_chat", "warm_up", "same_text", "quiet_hours", "stopped_locally",
    };

    public string Reason => Word;

    public string Verdict => GateVerdict.Hold;

    public ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct) => ValueTask.FromResult(asked.Question.Held is not null);

    /// <summary>The agent's word for what it waits for.</summary>
    public static string WordOf(GateQuestion question) => question.Held is { } held && Known.Contains(held) ? held : Word;
}
