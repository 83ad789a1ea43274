using WeChatPlatform.Message.Replies;
using WeChatPlatform.Platform.Tests.Architecture;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>What the other services recorded, against what the message service has; and what the statistics say of it.</summary>
internal static class RecordOracle
{
    public static async Task VerifyAsync(PlatformShape shape, Conversations stored, CancellationToken ct)
    {
        await VerifyAnalyticsAsync(shape.Databases, stored, ct);
        await VerifyCustomersAsync(shape.Databases, stored, ct);
        await VerifyImportsAsync(shape, ct);
        await VerifyStatsAsync(shape, stored, ct);
        await VerifyNothingIsStuckAsync(shape.Databases, ct);
    }

    /// <summary>What of the past tense has not reached every reader yet; empty when the platform is at rest.</summary>
    public static async Task<string> UnfinishedAsync(PlatformShape shape, Conversations stored, CancellationToken ct)
    {
        if (stored.Messages.Count < shape.Sent || !stored.AreSettled)
        {
            return $"{stored.Messages.Count} of {shape.Sent} messages stored, {stored.OpenTurns} turns open, "
                + $"{stored.Decisions.Count(decision => decision.DeliveryState is not ("none" or "settled"))} answers on their way";
        }

        var databases = shape.Databases;
        foreach (var service in PlatformDatabases.WithMessages)
        {
            if (await databases.CountAsync(service, "outbox where due_at <= now()", ct) is > 0 and var rows)
            {
                return $"{rows} messages to go out from {service}";
            }
        }

        var contacts = await databases.QueryAsync(
            "customer", "select coalesce(sum(message_count), 0)::bigint from contacts", row => row.GetInt64(0), ct);
        (string What, long Expected, long Actual)[] facts =
        [
            ("messages in analytics", stored.Messages.Count, await databases.CountAsync("analytics", "message_facts", ct)),
            ("decisions in analytics", stored.Decisions.Count, await databases.CountAsync("analytics", $"decision_facts where {InForce}", ct)),
            ("deliveries in analytics", stored.Deliveries.Count, await databases.CountAsync("analytics", "delivery_facts", ct)),
            ("hand-offs in analytics", Handoffs(stored).Count, await databases.CountAsync("analytics", "handoff_facts", ct)),
            ("messages counted for customers", stored.Messages.Count, contacts[0]),
        ];
        return string.Join(", ", facts.Where(fact => fact.Actual < fact.Expected)
            .Select(fact => $"{fact.Actual} of {fact.Expected} {fact.What}"));
    }

    private const string InForce = "action <> 'superseded'";

    private static List<StoredDecision> Handoffs(Conversations stored) =>
        [.. stored.Decisions.Where(decision => decision.Action == "handoff")];

    private static async Task VerifyAnalyticsAsync(PlatformDatabases databases, Conversations stored, CancellationToken ct)
    {
        (await Ids("message_facts", "message_id")).ShouldBe(stored.Messages.Select(message => message.Id), ignoreOrder: true);
        (await Ids($"decision_facts where {InForce}", "decision_id")).ShouldBe(stored.Decisions.Select(decision => decision.Id), ignoreOrder: true);
        (await Ids($"handoff_facts where decision_id in (select decision_id from decision_facts where {InForce})", "decision_id")).ShouldBe(Handoffs(stored).Select(decision => decision.Id), ignoreOrder: true);
        var deliveries = await databases.QueryAsync(
            "analytics", "select decision_id, part, outcome from delivery_facts",
            row => (row.GetGuid(0), row.GetInt32(1), row.GetString(2)), ct);
        deliveries.ShouldBe(
            stored.Deliveries.Select(delivery => (delivery.DecisionId, delivery.Part, delivery.Outcome)), ignoreOrder: true);

        Task<List<Guid>> Ids(string table, string column) =>
            databases.QueryAsync("analytics", $"select {column} from {table}", row => row.GetGuid(0), ct);
    }

    /// <summary>A contact for everybody who wrote, counted exactly; a customer for everybody who was answered.</summary>
    private static async Task VerifyCustomersAsync(PlatformDatabases databases, Conversations stored, CancellationToken ct)
    {
        var contacts = await databases.QueryAsync(
            "customer",
            "select contacts.agent_id, member, message_count, customers.name from contacts left join customers on customers.id = customer_id",
            row => (Agent: row.GetString(0), Member: row.GetString(1), Messages: row.GetInt64(2), Customer: row.IsDBNull(3) ? null : row.GetString(3)),
            ct);
        contacts.Select(contact => (contact.Agent, contact.Member, contact.Messages)).ShouldBe(
            stored.All.Select(conversation => (conversation.AgentId, conversation.Speaker, (long)conversation.Messages.Count)),
            ignoreOrder: true);
        var customers = contacts.Select(contact => contact.Customer).OfType<string>().ToList();
        customers.ShouldBe(stored.All.Where(conversation => IsAnswered(conversation) || customers.Contains(NameOf(conversation))).Select(NameOf), ignoreOrder: true);
        (await databases.CountAsync("customer", "customers", ct)).ShouldBe(customers.Count);

        // Whoever did nothing but ask for a person, in turns that swallowed the others, may not have been looked up.
        static bool IsAnswered(StoredConversation conversation) => conversation.Decisions.Any(decision => decision.Reason != Screening.HandOffWord);

        static string NameOf(StoredConversation conversation) => conversation.IsGroup ? conversation.Speaker : conversation.ChatName;
    }

    private static async Task VerifyImportsAsync(PlatformShape shape, CancellationToken ct)
    {
        const string sample = "samples/charging-pile-shop";
        var databases = shape.Databases;
        (await databases.CountAsync("rag", "documents where retired_at is null", ct))
            .ShouldBe(Repository.Files("").Count(path => path.StartsWith($"{sample}/knowledge/", StringComparison.Ordinal)));
        (await databases.CountAsync("rag", "chunks where kind = 'faq'", ct)).ShouldBe(Repository.Lines($"{sample}/knowledge/faq.jsonl").Length);
        (await databases.CountAsync("erp-sync", "orders", ct)).ShouldBe(Repository.Lines($"{sample}/erp/orders.csv").Length - 1);

        // Without a model there is nothing to record, but somebody who says so.
        (await databases.CountAsync("ai", "llm_calls", ct)).ShouldBe(0);
        (await shape.Api.GetAsync("api/v1/ai/provider", ct)).GetProperty("notice").GetString().ShouldNotBeNullOrEmpty();
    }

    private static async Task VerifyStatsAsync(PlatformShape shape, Conversations stored, CancellationToken ct)
    {
        var stats = await shape.Api.GetAsync("api/v1/stats", ct);
        long Figure(string group, string name) => stats.GetProperty(group).GetProperty(name).GetInt64();

        Figure("messages", "total").ShouldBe(shape.Sent);
        Figure("messages", "last_hour").ShouldBe(shape.Sent);
        Figure("decisions", "total").ShouldBe(stored.Decisions.Count);
        foreach (var action in new[] { "reply", "clarify", "handoff", "draft", "ignore" })
        {
            Figure("decisions", action).ShouldBe(stored.Decisions.Count(decision => decision.Action == action), action);
        }

        Figure("deliveries", "verified").ShouldBe(stored.Deliveries.Count);
        Figure("deliveries", "not_sent").ShouldBe(0);
        Figure("deliveries", "unknown").ShouldBe(0);
        Figure("agents", "total").ShouldBe(1);
        Figure("agents", "online").ShouldBe(1);
        stats.GetProperty("performance").GetProperty("success_rate").GetDouble().ShouldBe(1);
        stats.GetProperty("performance").GetProperty("avg_response_time_ms").GetDouble().ShouldBeGreaterThan(0);
    }

    private static async Task VerifyNothingIsStuckAsync(PlatformDatabases databases, CancellationToken ct)
    {
        foreach (var service in PlatformDatabases.WithMessages)
        {
            // The saga's timers are delayed rows; one of them may have fallen due at this moment, and goes out now.
            await Eventually.Holds(
                $"nothing that is due stays in the outbox of {service}",
                async () => await databases.CountAsync(service, "outbox where due_at <= now()", ct) == 0);
            (await databases.CountAsync(service, "poison", ct)).ShouldBe(0, service);
        }
    }
}
