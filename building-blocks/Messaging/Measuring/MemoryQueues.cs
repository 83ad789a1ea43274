using Npgsql;
using WeChatPlatform.Messaging.Outbox;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging.Measuring;

/// <summary>In memory a message stands in a queue until the queue has handled it; poison is in the modules' databases.</summary>
internal sealed class MemoryQueues(
    MessageCatalog catalog, MemoryDeliveries deliveries, IEnumerable<ModuleDatabase> databases) : IStandingMessages
{
    public async Task<IReadOnlyList<StandingMessages>> CountAsync(CancellationToken ct)
    {
        var poison = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var database in databases)
        {
            await AddPoisonAsync(database, poison, ct);
        }

        var waiting = deliveries.CountByQueue();
        return [.. catalog.Queues.Select(queue => new StandingMessages(
            queue.Name, waiting.GetValueOrDefault(queue.Name), poison.GetValueOrDefault(queue.Name)))];
    }

    private static async Task AddPoisonAsync(ModuleDatabase database, Dictionary<string, long> poison, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("select endpoint, count(*) from poison group by endpoint", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            poison[reader.GetString(0)] = reader.GetInt64(1);
        }
    }
}
