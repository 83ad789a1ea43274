namespace WeChatPlatform.Ai.Tools;

/// <summary>Counts a turn's rounds and calls, so that a model cannot go on asking. Safe for calls side by side.</summary>
internal sealed class ToolUse
{
    private int rounds;
    private int calls;

    /// <summary>Whether there may be one round more; counts it.</summary>
    public bool BeginRound(int most) => Interlocked.Increment(ref rounds) <= most;

    /// <summary>Whether there may be one call more; counts it, refused ones as well.</summary>
    public bool BeginCall(int most, int mostRounds) =>
        Interlocked.Increment(ref calls) <= most && Volatile.Read(ref rounds) <= mostRounds;
}
