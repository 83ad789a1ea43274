using WeChatPlatform.Contracts;

namespace WeChatPlatform.Analytics.Tests;

/// <summary>Events around noon of a Thursday in Shanghai.</summary>
internal static class Events
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 5, 4, 0, 0, TimeSpan.Zero);

    public static MessageReceived Message(DateTimeOffset at, string sender = "客户甲", string side = "other", string chat = "chat-1") =>
        new(Guid.NewGuid(), Guid.NewGuid(), "agent-1", chat, "店铺", sender, IsGroup: false, side, at);

    public static ReplyDecided Decision(DateTimeOffset at, string action = "reply") =>
        new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "agent-1", action, "答", 0.9, "answered", [], [Guid.NewGuid()], at, at);

    public static ReplySuperseded Superseded(ReplyDecided decision) => new(
        decision.DecisionId, decision.TurnId!.Value, Guid.NewGuid(), decision.ConversationId, decision.AgentId, decision.MessageIds,
        decision.ReceivedAt, decision.At.AddSeconds(2));

    public static ReplyDelivered Delivery(
        DateTimeOffset at, string outcome = "verified", double tookMs = 1000, Guid? decision = null, int part = 0) =>
        new(decision ?? Guid.NewGuid(), part, Guid.NewGuid(), "agent-1", outcome, Reason: null, at.AddMilliseconds(-tookMs), at);

    public static HandoffRequested Handoff(DateTimeOffset at) =>
        new(Guid.NewGuid(), Guid.NewGuid(), "agent-1", "hand_off_word", at);

    public static LlmCallRecorded LlmCall(DateTimeOffset at, decimal cost = 0) =>
        new(Guid.NewGuid(), Guid.NewGuid(), "deepseek", "deepseek-chat", "ok", 100, 20, 900, at, cost, AgentId: "agent-1", ConversationId: Guid.NewGuid());

    public static BudgetThresholdReached Threshold(DateTimeOffset at, int percent, string agentId = "") =>
        new(Guid.CreateVersion7(at), agentId, "day", new DateOnly(2026, 3, 5), percent, 100, percent, at);
}
