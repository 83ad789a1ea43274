using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Rag;

/// <summary>
/// The index that this replica answers from. Built from the database by one refresh at a time and swapped whole, so that a
/// search sees one release from start to end.
/// </summary>
internal sealed class LiveIndex(IServiceScopeFactory scopes, ILogger<LiveIndex> logger) : IDisposable
{
    private readonly SemaphoreSlim refreshing = new(1);
    private volatile Served? served;

    /// <summary>The release in force here; 0 while there is none.</summary>
    public long Release => served?.Release ?? 0;

    public async ValueTask<Served> GetAsync(CancellationToken ct) => served ?? await RefreshAsync(ct);

    /// <summary>Takes the newest release from the database, if this replica does not serve it yet.</summary>
    public async Task<Served> RefreshAsync(CancellationToken ct)
    {
        await refreshing.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();

            // The number first: what is published in between is then read again, never missed.
            var newest = await context.Releases.MaxAsync(row => (long?)row.Number, ct) ?? 0;
            if (served is { } current && current.Release == newest)
            {
                return current;
            }

            var next = new Served(newest, new KnowledgeIndex(await LoadAsync(context, ct)));
            served = next;
            logger.KnowledgeServed(newest, next.Index.Count);
            return next;
        }
        finally
        {
            refreshing.Release();
        }
    }

    public void Dispose() => refreshing.Dispose();

    private static async Task<List<KnowledgeItem>> LoadAsync(RagDbContext context, CancellationToken ct)
    {
        var active = context.Documents.AsNoTracking().Where(document => document.RetiredAt == null);
        var faq = await active
            .Join(
                context.FaqEntries.AsNoTracking(),
                document => document.Id,
                entry => entry.DocumentId,
                (document, entry) => new { document.Name, Entry = entry })
            .OrderBy(row => row.Name).ThenBy(row => row.Entry.Ordinal)
            .ToListAsync(ct);
        var chunks = await active
            .Join(
                context.Chunks.AsNoTracking(),
                document => document.Id,
                chunk => chunk.DocumentId,
                (document, chunk) => new { document.Name, Chunk = chunk })
            .OrderBy(row => row.Name).ThenBy(row => row.Chunk.Ordinal)
            .ToListAsync(ct);
        return
        [
            .. faq.Select(row => new KnowledgeItem(
                row.Entry.Id.ToString(), KnowledgeItem.Faq, row.Name, row.Entry.Question, row.Entry.Similar, row.Entry.Answer)),
            .. chunks.Select(row => new KnowledgeItem(
                row.Chunk.Id.ToString(), KnowledgeItem.Document, row.Name, row.Chunk.Section, [], row.Chunk.Text)),
        ];
    }

    /// <summary>One release of the knowledge, searchable.</summary>
    internal sealed record Served(long Release, KnowledgeIndex Index);
}
