using System.Text.Json;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>What the service says over HTTP and its socket, as a client reads it.</summary>
internal static class Wire
{
    public static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

public sealed record DecisionAnswer(string Action, string? Content, double Confidence, Guid DecisionId);

public sealed record ConversationItem(
    Guid Id, string AgentId, string ChatId, string ChatName, string Speaker, long Messages, DateTimeOffset? PausedUntil = null,
    string? PauseReason = null, string? PausedBy = null);

public sealed record ConversationView(ConversationItem Conversation, List<MessageView> Messages, List<DecisionView> Decisions, long? Next)
{
    public DecisionView Only => Decisions.ShouldHaveSingleItem();
}

public sealed record MessageView(Guid Id, long Sequence, string Content, string Side, Guid? TurnId, Guid? DecisionId)
{
    public string Type { get; init; } = "";

    public string? Quoted { get; init; }

    public string? SideSource { get; init; }

    public double? SideConfidence { get; init; }

    public double? SenderConfidence { get; init; }

    public bool HasAttachment { get; init; }

    public List<AttachmentView> Attachments { get; init; } = [];

    public ReadingView? Reading { get; init; }
}

public sealed record ReadingView(string? Text, string How, string? Reason);

public sealed record AttachmentView(Guid Id, string Name, string MediaType, int Size);

public sealed record DecisionView(
    Guid Id, string Action, List<string> Parts, double Confidence, string Reason, List<string> EvidenceIds, List<Guid> MessageIds,
    string DeliveryState, List<DeliveryView> Deliveries, Guid? SupersededBy, List<RefusalView> GateRefusals, List<StepsView> Steps)
{
    public string Source { get; init; } = "";

    public long? GreetingVersion { get; init; }

    public long? Release { get; init; }
}

public sealed record DeliveryView(
    int Part, string Outcome, string? Reason, string? Observed = null, string? SettledBy = null, string? Note = null,
    DateTimeOffset? SeenLaterAt = null);

public sealed record RefusalView(int Part, string Step, string Verdict, string Reason, int Times);

public sealed record StepsView(
    int Part, DateTimeOffset? RecipientVerifiedAt, DateTimeOffset? TypedAt, DateTimeOffset? GateGrantedAt, int GateGrants,
    DateTimeOffset? EnteredAt, DateTimeOffset? ReadBackAt);

/// <summary>What the gate says, over the socket or over HTTP.</summary>
public sealed record GateWord(string Verdict, string? Reason, int? AskAgainSeconds);

/// <summary>A frame from the service: a decision, the acknowledgement of a report, a welcome or the gate's answer.</summary>
public sealed record Frame(
    string Type, Guid DecisionId, Guid ConversationId, string ChatId, string ChatName, bool IsGroup, string Action, List<string> Parts, int Part,
    string? Step = null, string? Verdict = null, string? Reason = null, int? AskAgainSeconds = null, long Lease = 0, int LeaseSeconds = 0,
    DateTimeOffset? ExpiresAt = null, string? GapId = null, long Version = 0, List<GreetingView>? Entries = null);

public sealed record GreetingView(List<string> Match, string Reply);
