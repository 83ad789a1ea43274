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

    /// <summary>text, image, voice, file, link, ...: as the agent names it.</summary>
    public required string Type { get; init; }

    /// <summary>own, other or unknown.</summary>
    public required string Side { get; init; }

    public required bool IsAtMe { get; init; }

    /// <summary>An own line that the machine typed, as far as anybody knows. It says nothing new.</summary>
    public bool IsEcho { get; set; }

    public required DateTimeOffset SentAt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The turn that answers it, a later one when the first one's answer was superseded; absent for a message that is not answered.</summary>
    public Guid? TurnId { get; set; }

    public Guid? DecisionId { get; set; }

    /// <summary>Until when the request that brought it waits for the decision; its socket holds back so long.</summary>
    public DateTimeOffset? WaitUntil { get; init; }
}
