using Npgsql;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Compliance.Tests;

/// <summary>What one module's database holds.</summary>
/// <remarks><paramref name="Effects"/> in the order in which they were written; <paramref name="Outbox"/> counts its rows.</remarks>
internal sealed record Outcome(
    IReadOnlyList<FoundEffect> Effects, IReadOnlyDictionary<Guid, int[]> Journeys, long Outbox)
{
    public static async Task<Outcome> ReadAsync(ModuleDatabase database, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(ct);
        List<FoundEffect> effects = [];
        await using (var command = new NpgsqlCommand("select queue, errand_key, number, at from compliance_effects order by id", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                effects.Add(new FoundEffect(
                    reader.GetString(0), reader.GetGuid(1), reader.GetInt32(2), await reader.GetFieldValueAsync<DateTimeOffset>(3, ct)));
            }
        }

        Dictionary<Guid, int[]> journeys = [];
        await using (var command = new NpgsqlCommand("select correlation_id, numbers from compliance_journeys", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                journeys[reader.GetGuid(0)] = await reader.GetFieldValueAsync<int[]>(1, ct);
            }
        }

        await using var count = new NpgsqlCommand("select count(*) from outbox", connection);
        return new Outcome(effects, journeys, (long)(await count.ExecuteScalarAsync(ct))!);
    }

    /// <summary>What the readers of a queue did, in order.</summary>
    public IReadOnlyList<FoundEffect> Of(string queue) => [.. Effects.Where(effect => effect.Queue == queue)];
}

internal sealed record FoundEffect(string Queue, Guid Key, int Number, DateTimeOffset At);
