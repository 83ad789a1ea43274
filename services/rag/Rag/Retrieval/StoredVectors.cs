using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Search.Remote;

namespace WeChatPlatform.Rag;

/// <summary>
/// Remembers what a model made of texts: of entries in the database, so that a restart asks the model for nothing; of all in memory.
/// </summary>
internal sealed class StoredVectors(IServiceScopeFactory scopes) : IVectorCache
{
    private const int InMemory = 20_000;

    private readonly MemoryVectorCache memory = new(InMemory);

    public async Task<IReadOnlyList<float[]?>> GetAsync(string model, IReadOnlyList<string> keys, CancellationToken ct)
    {
        var known = await memory.GetAsync(model, keys, ct);
        if (keys.Count == 1 || known.All(vector => vector is not null))
        {
            return known;
        }

        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();
        var missing = keys.Where((_, at) => known[at] is null).ToList();
        var stored = await context.Vectors.AsNoTracking()
            .Where(row => row.Model == model && missing.Contains(row.TextHash))
            .ToDictionaryAsync(row => row.TextHash, row => row.Values, ct);
        return [.. keys.Select((key, at) => known[at] ?? stored.GetValueOrDefault(key))];
    }

    public async Task PutAsync(string model, IReadOnlyList<(string Key, float[] Vector)> vectors, CancellationToken ct)
    {
        await memory.PutAsync(model, vectors, ct);

        // A lone text is a customer's question: no use to the next start, and not to be kept.
        if (vectors.Count == 1)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();
        foreach (var (key, vector) in vectors)
        {
            await context.Database.ExecuteSqlAsync(
                $"""insert into vectors (model, text_hash, "values") values ({model}, {key}, {vector}) on conflict do nothing""", ct);
        }
    }
}
