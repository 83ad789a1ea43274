namespace WeChatPlatform.Message.Conversations;

/// <summary>A captured message, stored once by (agent, the agent's id for it). Never changed but for its turn and decision.</summary>
internal sealed class ChatMessage
{
    public required Guid Id { get; init; }

    public required Guid ConversationId { get; init; }

    public required string AgentId { get; init; }

    public required string AgentMessageId { get; init; }

    public required long Sequence { get; init; }

    public required string Sender { get; init; }

    public required string Content { get; init; }

    /// <summary>A word of <see cref="MessageKind"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The text that a quote answers.</summary>
    public string? Quoted { get; init; }

    /// <summary>own, other or unknown.</summary>
    public required string Side { get; init; }

    /// <summary>What told the side, a word of the agent; absent when it never said.</summary>
    public string? SideSource { get; init; }

    /// <summary>How sure the side is, 0 to 1; absent when the agent never said.</summary>
    public double? SideConfidence { get; init; }

    /// <summary>How sure the sender's name is, 0 to 1; absent when the agent never said.</summary>
    public double? SenderConfidence { get; init; }

    /// <summary>Whether the agent said that the bytes of an image or file follow.</summary>
    public bool HasAttachment { get; init; }

    public required bool IsAtMe { get; init; }

    /// <summary>An own line that the machine typed, as far as anybody knows. It says nothing new.</summary>
    public bool IsEcho { get; set; }

    /// <summary>By this server's clock, and never later than <see cref="ReceivedAt"/>: the difference is how old it was when it came.</summary>
    public required DateTimeOffset SentAt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The turn that answers it, a later one when the first one's answer was superseded; absent for a message that is not answered.</summary>
    public Guid? TurnId { get; set; }

    public Guid? DecisionId { get; set; }

    /// <summary>Until when the request that brought it waits for the decision; its socket holds back so long.</summary>
    public DateTimeOffset? WaitUntil { get; init; }
}
