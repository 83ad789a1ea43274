using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

internal sealed record StoredMessage(
    Guid Id, string AgentId, string AgentMessageId, long Sequence, string Content, string Side, Guid? TurnId, Guid? DecisionId);

internal sealed record StoredDecision(
    Guid Id,
    long Number,
    Guid? TurnId,
    string Action,
    string Reason,
    string[] Parts,
    Guid[] MessageIds,
    string DeliveryState,
    string? TraceParent)
{
    public bool IsTyped => DeliveryState != "none";
}

internal sealed record StoredDelivery(Guid DecisionId, int Part, string Outcome, string? Reason);

/// <summary>One conversation as the message service has it, in its order.</summary>
internal sealed record StoredConversation(
    Guid Id,
    string AgentId,
    string ChatName,
    string Speaker,
    bool IsGroup,
    bool IsIdle,
    IReadOnlyList<StoredMessage> Messages,
    IReadOnlyList<StoredDecision> Decisions)
{
    public override string ToString() => $"{ChatName} {Speaker}";
}

/// <summary>Everything that the message service has stored and that is in force: what was superseded answers nothing.</summary>
internal sealed record Conversations(
    IReadOnlyList<StoredConversation> All, IReadOnlyList<StoredDelivery> Deliveries, int OpenTurns)
{
    public IReadOnlyList<StoredMessage> Messages { get; } = [.. All.SelectMany(conversation => conversation.Messages)];

    public IReadOnlyList<StoredDecision> Decisions { get; } = [.. All.SelectMany(conversation => conversation.Decisions)];

    // The tables are read one after the other: what was decided in between shows as a message without its decision.
    public bool AreSettled => OpenTurns == 0
        && Messages.All(message => Decisions.Any(decision => decision.Id == message.DecisionId))
        && All.All(conversation => conversation.IsIdle)
        && Decisions.All(decision => decision.DeliveryState is "none" or "settled");

    public static async Task<Conversations> ReadAsync(PlatformDatabases databases, CancellationToken ct)
    {
        var messages = (await databases.QueryAsync(
            "message",
            """
            select conversation_id, id, agent_id, agent_message_id, sequence, content, side, turn_id, decision_id
            from messages order by conversation_id, sequence
            """,
            row => (Conversation: row.GetGuid(0), Message: new StoredMessage(
                row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetString(5), row.GetString(6),
                row.IsDBNull(7) ? null : row.GetGuid(7), row.IsDBNull(8) ? null : row.GetGuid(8))),
            ct)).ToLookup(entry => entry.Conversation, entry => entry.Message);
        var decisions = (await databases.QueryAsync(
            "message",
            """
            select conversation_id, id, number, turn_id, action, reason, parts, message_ids, delivery_state, trace_parent
            from decisions where delivery_state <> 'superseded' order by number
            """,
            row => (Conversation: row.GetGuid(0), Decision: new StoredDecision(
                row.GetGuid(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetGuid(3), row.GetString(4), row.GetString(5),
                row.GetFieldValue<string[]>(6), row.GetFieldValue<Guid[]>(7), row.GetString(8),
                row.IsDBNull(9) ? null : row.GetString(9))),
            ct)).ToLookup(entry => entry.Conversation, entry => entry.Decision);
        var conversations = await databases.QueryAsync(
            "message",
            "select id, agent_id, chat_name, speaker, is_group, open_turn_id is null and accepting_turn_id is null from conversations",
            row => new StoredConversation(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetBoolean(4), row.GetBoolean(5),
                [.. messages[row.GetGuid(0)]], [.. decisions[row.GetGuid(0)]]),
            ct);
        var deliveries = await databases.QueryAsync(
            "message",
            "select decision_id, part, outcome, reason from deliveries order by decision_id, part",
            row => new StoredDelivery(row.GetGuid(0), row.GetInt32(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)),
            ct);
        var open = await databases.CountAsync("message", "turns where current_state <> 'Decided'", ct);
        return new Conversations(conversations, deliveries, (int)open);
    }
}
