using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Judging;

/// <summary>Everything that the platform tells about its conversations through its API.</summary>
internal sealed record Told(
    IReadOnlyList<ToldConversation> Conversations, IReadOnlyList<UnknownPart> Unknown, IReadOnlyList<ToldGap> Gaps)
{
    /// <summary>The conversations of one chat: one, or in a group one for each member who wrote.</summary>
    public IReadOnlyList<ToldConversation> Of(string agentId, string chatName) =>
        [.. Conversations.Where(one => one.Conversation.AgentId == agentId && one.Conversation.ChatName == chatName)];
}

internal sealed record ConversationItem(Guid Id, string AgentId, string ChatName, string Speaker, bool IsGroup);

/// <summary>One conversation; <paramref name="Messages"/> in the order of their numbers, <paramref name="Decisions"/> in theirs.</summary>
internal sealed record ToldConversation(
    ConversationItem Conversation, IReadOnlyList<ToldMessage> Messages, IReadOnlyList<ToldDecision> Decisions)
{
    public override string ToString() =>
        $"{Conversation.AgentId}/{Conversation.ChatName}{(Conversation.Speaker.Length > 0 ? "/" : "")}{Conversation.Speaker}";
}

internal sealed record ToldMessage(
    Guid Id, long Sequence, string Side, string Content, DateTimeOffset ReceivedAt, Guid? DecisionId);

internal sealed record ToldDecision(
    Guid Id,
    string Action,
    IReadOnlyList<string> Parts,
    string Reason,
    IReadOnlyList<Guid> MessageIds,
    DateTimeOffset DecidedAt,
    string DeliveryState,
    IReadOnlyList<ToldDelivery> Deliveries)
{
    public const string Superseded = "superseded";

    /// <summary>Nothing is typed for it: a draft, a hand-off without words, or a message that is not answered.</summary>
    public bool IsSilent => DeliveryState == "none";

    public bool IsAtAnEnd => DeliveryState is "none" or "settled" or Superseded;
}

/// <summary>What became of one part: verified, not_sent or unknown.</summary>
internal sealed record ToldDelivery(int Part, string Outcome, string? Reason);

/// <summary>A part that waits for a person, as the list of unknown deliveries shows it.</summary>
internal sealed record UnknownPart(Guid DecisionId, int Part);

/// <summary>Messages that were not captured, as the list of gaps shows them. <paramref name="Missing"/> is 0 when nobody can tell.</summary>
internal sealed record ToldGap(string AgentId, string? ChatName, string Reason, int Missing);

/// <summary>What is to be seen on one account's desktop.</summary>
internal sealed record AccountWorld(string AgentId, World World);

/// <summary>A time in which nothing may be typed: in one chat, or, without its name, in all chats of the account.</summary>
internal sealed record QuietTime(string AgentId, string? ChatName, DateTimeOffset From, DateTimeOffset Until, string Why);

/// <summary>What one run leaves behind.</summary>
internal sealed record Aftermath(IReadOnlyList<AccountWorld> Accounts, Told Told, IReadOnlyList<QuietTime> Quiet);
