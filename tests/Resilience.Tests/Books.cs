using Npgsql;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Resilience.Tests;

/// <summary>What the agents saw against what the platform has stored: nothing lost, nothing twice.</summary>
internal static class Books
{
    private static readonly TimeSpan TimeToRest = TimeSpan.FromSeconds(30);

    public static async Task BalanceAsync(LoadedPlatform platform)
    {
        var asked = platform.Load.Asked;
        asked.Where(question => question.Decisions.Count != 1).Select(question => $"{question.Id}: {question.Decisions.Count} decisions")
            .ShouldBeEmpty();
        platform.Load.Agents.SelectMany(agent => agent.Strays).ShouldBeEmpty("decisions that nobody asked for");

        var expected = asked.Select(question => (question.Id, question.Decisions.Single())).ToList();
        (await QueryAsync(platform, "message", "select agent_message_id, decision_id from messages", row => (row.GetString(0), row.GetGuid(1))))
            .ShouldBe(expected, ignoreOrder: true);
        (await CountAsync(platform, "message", "decisions")).ShouldBe(asked.Count);
        (await CountAsync(platform, "message", "decisions where delivery_state <> 'settled' or cardinality(message_ids) <> 1")).ShouldBe(0);
        (await CountAsync(platform, "message", "deliveries where outcome <> 'verified'")).ShouldBe(0);
        (await CountAsync(platform, "message", "turns where current_state <> 'Decided'")).ShouldBe(0);

        // The other services hear of it in their own time.
        await Eventually.Holds("everybody has heard of everything", async () => await LagAsync(platform, asked.Count), TimeToRest);
        (await CountAsync(platform, "analytics", "message_facts")).ShouldBe(asked.Count);
        (await CountAsync(platform, "analytics", "decision_facts")).ShouldBe(asked.Count);
        (await QueryAsync(platform, "customer", "select coalesce(sum(message_count), 0)::bigint from contacts", row => row.GetInt64(0)))
            .ShouldBe([asked.Count]);
        foreach (var service in PlatformDatabases.WithMessages)
        {
            (await CountAsync(platform, service, "poison")).ShouldBe(0, service);
        }
    }

    private static async Task<bool> LagAsync(LoadedPlatform platform, int asked)
    {
        foreach (var service in PlatformDatabases.WithMessages)
        {
            if (await CountAsync(platform, service, "outbox where due_at <= now()") > 0)
            {
                return false;
            }
        }

        return await CountAsync(platform, "analytics", "message_facts") >= asked
            && await CountAsync(platform, "analytics", "decision_facts") >= asked
            && (await QueryAsync(platform, "customer", "select coalesce(sum(message_count), 0)::bigint from contacts", row => row.GetInt64(0)))[0] >= asked;
    }

    private static Task<long> CountAsync(LoadedPlatform platform, string service, string rows) =>
        DatabasesOf(platform).CountAsync(service, rows, CancellationToken.None);

    private static Task<List<T>> QueryAsync<T>(
        LoadedPlatform platform, string service, string sql, Func<NpgsqlDataReader, T> read) =>
        DatabasesOf(platform).QueryAsync(service, sql, read, CancellationToken.None);

    private static PlatformDatabases DatabasesOf(LoadedPlatform platform) =>
        new(_ => Task.FromResult(platform.Servers.PostgresDirectly), "wechat_");
}
