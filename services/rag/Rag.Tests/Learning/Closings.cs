using WeChatPlatform.Contracts;

namespace WeChatPlatform.Rag.Tests.Learning;

/// <summary>Conversations that closed, made up for the tests.</summary>
internal static class Closings
{
    public static readonly DateTimeOffset At = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);

    /// <summary>A question that the machine answered surely, from a document.</summary>
    public static ClosedTurn Answered(string question, string answer, double confidence = 0.9) =>
        Turn(question) with
        {
            Action = "reply", Reason = "answered", Answer = answer, Sent = true, Confidence = confidence, EvidenceIds = ["d1"], EvidenceKinds = ["document"],
            EvidenceScore = 0.85,
        };

    /// <summary>A question that went to staff, who wrote these lines.</summary>
    public static ClosedTurn ByStaff(string question, params string[] lines) => Turn(question) with { StaffReplies = lines };

    /// <summary>A question that the knowledge has nothing for.</summary>
    public static ClosedTurn Unanswered(string question, double score = 0.2) => Turn(question) with { EvidenceScore = score };

    /// <summary>What the customer said at last, answered by nobody.</summary>
    public static ClosedTurn Says(string text) => Turn(text) with { Action = "ignore", Reason = "conversation_paused", Searched = false };

    public static ConversationClosed Closed(params ClosedTurn[] turns) =>
        new(Guid.NewGuid(), Guid.NewGuid(), "agent-1", "idle", null, ["K0001 张三丰"], turns, At.AddHours(1));

    private static ClosedTurn Turn(string question) => new(
        Guid.NewGuid(), question, At, "handoff", "low_confidence", null, false, 0.3, [], [], true, 0.3, []);
}
