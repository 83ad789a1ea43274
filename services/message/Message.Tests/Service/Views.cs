using System.Text.Json;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>What the service says over HTTP and its socket, as a client reads it.</summary>
internal static class Wire
{
    public static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

public sealed record DecisionAnswer(string Action, string? Content, double Confidence, Guid DecisionId);

public sealed record ConversationItem(Guid Id, string AgentId, string ChatId, string ChatName, string Speaker, long Messages);

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
}

public sealed record AttachmentView(Guid Id, string Name, string MediaType, int Size);

public sealed record DecisionView(
    Guid Id, string Action, List<string> Parts, double Confidence, string Reason, List<string> EvidenceIds, List<Guid> MessageIds,
    string DeliveryState, List<DeliveryView> Deliveries);

public sealed record DeliveryView(int Part, string Outcome, string? Reason);

/// <summary>A frame from the service: a decision, or the acknowledgement of a report.</summary>
public sealed record Frame(
    string Type, Guid DecisionId, Guid ConversationId, string ChatId, string ChatName, bool IsGroup, string Action, List<string> Parts, int Part)
{
    public string? GapId { get; init; }
}
