using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatPlatform.Message.Fleet;

namespace WeChatPlatform.Message.Gate;

/// <summary>
/// All that the gate's conditions judge by, as it is under the locks of the conversation, the decision and the agent: what it
/// says stays true until the transaction ends.
/// </summary>
/// <remarks>
/// <paramref name="LedgerId"/> is the ledger of the connection that asks; absent over HTTP. <paramref name="Decision"/> is
/// absent when the agent has no such decision. <paramref name="Paused"/> tells whether a person speaks in the conversation.
/// </remarks>
internal sealed record GateCase(
    string AgentId,
    string? LedgerId,
    GateQuestion Question,
    GateCase.DecisionFacts? Decision,
    GateCase.AgentFacts Agent,
    GateCase.ClientFacts Client,
    bool Paused,
    DateTimeOffset Now)
{
    /// <remarks><paramref name="PartIsSettled"/>: the part asked for has an outcome.</remarks>
    internal sealed record DecisionFacts(
        Guid ConversationId, string State, string? ClaimedBy, int Parts, DateTimeOffset? ExpiresAt, bool PartIsSettled);

    /// <summary>An agent that never connected is not stopped and has no lease.</summary>
    internal sealed record AgentFacts(bool IsStopped, long Lease, DateTimeOffset? LeaseUntil);

    /// <summary>
    /// The WeChat client that would be typed into. <paramref name="Version"/> is absent when the agent never named one.
    /// <paramref name="IsOnTrial"/>: it came while new versions were held, and nobody passed or released it.
    /// </summary>
    internal sealed record ClientFacts(string? Version, bool IsKnown, bool IsHeld, bool IsOnTrial);

    /// <summary>
    /// One round trip. The locks are taken in the order that everybody keeps: the conversation's, the decision's, the
    /// agent's, the client versions'. Each statement after a lock sees what was committed before it was given. A question under the lease in
    /// force renews it.
    /// </summary>
    public static async Task<GateCase> ReadAsync(
        MessageDbContext context, string agentId, string? ledgerId, GateQuestion question, DateTimeOffset now, DateTimeOffset leaseUntil,
        CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)context.Database.GetDbConnection());
        Add(batch, "select 1 from conversations where id = (select conversation_id from decisions where id = $1) for update", question.DecisionId);
        Add(batch, "select 1 from decisions where id = $1 for update", question.DecisionId);
        Add(
            batch,
            """
            select d.conversation_id, d.delivery_state, d.claimed_by, cardinality(d.parts), d.expires_at,
                exists (select 1 from deliveries r where r.decision_id = d.id and r.part = $3),
                exists (
                    select 1 from conversations c
                    where c.agent_id = d.agent_id and c.chat_id = d.chat_id and (c.id = d.conversation_id or c.paused_by = 'person')
                        and c.paused_at is not null and (c.paused_until is null or c.paused_until > $4))
            from decisions d where d.id = $1 and d.agent_id = $2
            """,
            question.DecisionId, agentId, question.Part, now);
        Add(
            batch, "update agents set lease_until = greatest(lease_until, $3) where agent_id = $1 and lease = $2 and lease > 0",
            agentId, question.Lease ?? 0, leaseUntil);
        Add(batch, "select stopped_at is not null, lease, lease_until from agents where agent_id = $1 for share", agentId);

        Add(batch, "select pg_advisory_xact_lock_shared($1)", ClientVersions.Lock);
        Add(
            batch,
            """
            select named.version, v.name is not null, v.held_at is not null,
                coalesce(v.on_trial and v.passed_at is null and v.released_at is null, false)
            from (select coalesce(nullif($2, ''), (select client_version from agents where agent_id = $1)) as version) named
            left join client_versions v on v.name = named.version
            """,
            agentId, ClientVersion.IsName(question.ClientVersion) ? question.ClientVersion! : "");

        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.NextResultAsync(ct);
        DecisionFacts? decision = null;
        var paused = false;
        if (await reader.ReadAsync(ct))
        {
            decision = new DecisionFacts(
                reader.GetGuid(0), reader.GetString(1), await reader.IsDBNullAsync(2, ct) ? null : reader.GetString(2), reader.GetInt32(3),
                Time(reader, 4), reader.GetBoolean(5));
            paused = reader.GetBoolean(6);
        }

        await reader.NextResultAsync(ct);
        var agent = await reader.ReadAsync(ct)
            ? new AgentFacts(reader.GetBoolean(0), reader.GetInt64(1), Time(reader, 2))
            : new AgentFacts(IsStopped: false, Lease: 0, LeaseUntil: null);
        await reader.NextResultAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        var client = new ClientFacts(
            await reader.IsDBNullAsync(0, ct) ? null : reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetBoolean(3));
        return new GateCase(agentId, ledgerId, question, decision, agent, client, paused, now);
    }

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int place) =>
        reader.IsDBNull(place) ? null : reader.GetFieldValue<DateTimeOffset>(place);

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
