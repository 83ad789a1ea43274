namespace WeChatPlatform.Ai.Replies;

/// <summary>What a call to a model was for, as the ledger says it.</summary>
internal static class CallPurpose
{
    public const string Answer = "answer";
    public const string ToolRound = "tool_round";
    public const string Rewrite = "rewrite";
    public const string Understanding = "understanding";
    public const string Trial = "trial";
}
