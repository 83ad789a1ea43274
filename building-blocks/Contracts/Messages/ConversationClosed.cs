namespace WeChatPlatform.Contracts;

/// <summary>
/// Nothing was said in a conversation for a while, or a person closed it: what was asked in it since the last time, and who answered
/// what. Published by message; read by rag, which learns from it. The same conversation closes again after more was said.
/// </summary>
/// <remarks>
/// <paramref name="Reason"/> is idle or closed. <paramref name="Satisfied"/> is what the person who closed it said of the customer;
/// absent when nobody said. <paramref name="Names"/> are what WeChat calls the customer, so that a reader can take them out of the texts.
/// <paramref name="Turns"/> are in the order in which they were asked, at least one. The texts are as they were written.
/// </remarks>
public sealed record ConversationClosed(
    Guid ClosingId,
    Guid ConversationId,
    string AgentId,
    string Reason,
    bool? Satisfied,
    IReadOnlyList<string> Names,
    IReadOnlyList<ClosedTurn> Turns,
    DateTimeOffset At);
