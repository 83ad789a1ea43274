namespace WeChatPlatform.Customer;

/// <summary>
/// A way somebody writes to us: a private chat, or a member of a group, on one of our accounts. It is counted from its
/// first message on; it gets a customer when a turn asks for one, so that chatter in a group makes no customers.
/// </summary>
internal sealed class Contact
{
    public Guid Id { get; init; }

    public required string AgentId { get; init; }

    public required string ChatId { get; init; }

    /// <summary>The member in a group; empty for a private chat, where the chat is the person.</summary>
    public required string Member { get; init; }

    public Guid? CustomerId { get; set; }

    public long MessageCount { get; set; }

    public DateTimeOffset? LastActiveAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}
