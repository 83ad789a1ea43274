namespace WeChatPlatform.Ai;

/// <summary>What a call to a model was for, as the ledger says it.</summary>
internal static class CallPurpose
{
    public const string Answer = "answer";
    public const string ToolRound = "tool_round";
    public const string Rewrite = "rewrite";
    public const string Understanding = "understanding";
    public const string Summary = "summary";
    public const string Vision = "vision";
    public const string Speech = "speech";
    public const string Trial = "trial";
    public const string Ping = "ping";
}
