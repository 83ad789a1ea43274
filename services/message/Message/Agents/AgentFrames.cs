using System.Text.Json;
using WeChatPlatform.Message.Deliveries;

namespace WeChatPlatform.Message.Agents;

/// <summary>What travels over an agent's socket, as JSON text frames with snake_case names.</summary>
internal static class AgentFrames
{
    public const string Hello = "hello";
    public const string Delivery = "delivery";
    public const string Gate = "gate";
    public const string Gap = "gap";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Anything an agent sends; which members count depends on the type.</summary>
    internal sealed record FromAgent(
        string? Type,
        string? LedgerId,
        Guid DecisionId,
        int Part,
        string? Outcome,
        string? Reason,
        DateTimeOffset? At,
        string? Traceparent)
    {
        /// <summary>The process that says hello; absent from an agent that knows nothing of leases.</summary>
        public string? InstanceId { get; init; }

        /// <summary>With a hello or a question to the gate: the WeChat client that the agent drives; absent when it does not know.</summary>
        public string? ClientVersion { get; init; }

        public string? Step { get; init; }

        public long? Lease { get; init; }

        public DateTimeOffset? RecipientVerifiedAt { get; init; }

        public DateTimeOffset? TypedAt { get; init; }

        public string? Observed { get; init; }

        public DeliverySteps? Steps { get; init; }

        public string? GapId { get; init; }

        public string? ChatId { get; init; }

        public string? ChatName { get; init; }

        public bool IsGroup { get; init; }

        /// <summary>How many messages a gap has at least; 0 when nobody can tell.</summary>
        public int Missing { get; init; }
    }

    internal sealed record Welcome(string Type, long Lease, int LeaseSeconds, DateTimeOffset ServerTime);

    internal sealed record DecisionFrame(
        string Type,
        Guid DecisionId,
        Guid ConversationId,
        string ChatId,
        string ChatName,
        bool IsGroup,
        string Action,
        IReadOnlyList<string> Parts,
        DateTimeOffset DecidedAt,
        string? Traceparent,
        DateTimeOffset? ExpiresAt);

    internal sealed record DeliveryReceived(string Type, Guid DecisionId, int Part);

    internal sealed record GateAnswered(
        string Type, Guid DecisionId, int Part, string Step, string Verdict, string? Reason, int? AskAgainSeconds);

    internal sealed record GapReceived(string Type, string GapId);
}
