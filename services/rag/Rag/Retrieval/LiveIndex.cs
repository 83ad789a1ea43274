using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>
/// What this replica answers from, and the number of the release that it answers with. Follows the database by one refresh at a
/// time; a search sees one release from start to end.
/// </summary>
internal sealed class LiveIndex(
    IServiceScopeFactory scopes, IOptions<RagOptions> options, TimeProvider time, ILogger<LiveIndex> logger) : IDisposable
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);
    private readonly SemaphoreSlim changing = new(1);
    private readonly ConcurrentDictionary<Guid, LiveEntry> entries = new();
    private readonly ConcurrentDictionary<(long, DateOnly), KnowledgeIndex> indexes = new();
    private long release = -1;

    /// <summary>The release in force here; 0 while there is none.</summary>
    public long Release => Math.Max(0, Interlocked.Read(ref release));

    public int Count => entries.Count;

    /// <summary>The day by which validity is judged.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);

    /// <summary>The release in force here, read from the database if nothing was yet.</summary>
    public async ValueTask<long> ServedAsync(CancellationToken ct) =>
        Interlocked.Read(ref release) is var served and >= 0 ? served : await RefreshAsync(ct);

    public async ValueTask<Found> SearchAsync(Asked asked, CancellationToken ct)
    {
        var number = asked.Release ?? await ServedAsync(ct);
        var byChunk = entries.Values.Where(entry => Filter(asked, number).Allows(entry.Entry.Scope)).ToLookup(entry => entry.Entry.ChunkId.ToString());
        var found = IndexAt(number).Search(asked.Question, asked.Limit);
        return new Found(number, [.. found.Where(hit => byChunk.Contains(hit.Id)).Select(hit => byChunk[hit.Id].First().Found(hit.Score))], []);
    }

    /// <summary>Takes the newest live release from the database, if this replica does not serve it yet.</summary>
    public async Task<long> RefreshAsync(CancellationToken ct)
    {
        await changing.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();

            // The number first: what is published in between is then read again, never missed.
            var newest = await context.Releases.Where(row => row.State == KnowledgeRelease.Live).MaxAsync(row => (long?)row.Number, ct) ?? 0;
            var served = Interlocked.Read(ref release);
            if (served == newest)
            {
                return newest;
            }

            foreach (var entry in await context.LoadAsync(
                row => row.FromRelease <= newest && (row.UntilRelease == null || row.UntilRelease > newest)
                    && (served < 0 || row.FromRelease > served), ct))
            {
                entries[entry.Entry.EntryId] = entry;
            }

            Interlocked.Exchange(ref release, newest);

            // One release later than they are retired: a search that began with the release before still finds them.
            foreach (var gone in await context.IndexEntries
                .Where(row => row.UntilRelease <= served).Select(row => row.EntryId).ToListAsync(ct))
            {
                entries.TryRemove(gone, out _);
            }

            indexes.Clear();
            logger.KnowledgeServed(newest, entries.Count);
            return newest;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Writes what a release changes to the indexes. It is found only by searches of that release.</summary>
    public async Task StageAsync(ReleasePlan plan, CancellationToken ct) =>
        await ReloadAsync([.. plan.Added.Concat(plan.Retired).Select(entry => entry.EntryId)], ct);

    /// <summary>Forgets what <see cref="StageAsync"/> wrote for a release that the database knows no longer.</summary>
    public async Task TakeBackAsync(long number, CancellationToken ct)
    {
        var touched = entries.Values
            .Where(entry => entry.Entry.Scope.FromRelease == number || entry.Entry.Scope.UntilRelease == number)
            .Select(entry => entry.Entry.EntryId)
            .ToList();
        await ReloadAsync(touched, ct);
    }

    /// <summary>Whether an entry is found by its own words in the given release.</summary>
    public Task<ProbedEntry> ProbeAsync(Guid entryId, long number, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var entry = entries[entryId];
        var question = entry.Entry.Kind == EntryKind.Faq ? entry.Entry.Title : $"{entry.Entry.Title} {entry.Entry.Text}";
        var found = IndexAt(number).Search(question, 50).Any(hit => hit.Id == entry.Entry.ChunkId.ToString());
        return Task.FromResult(new ProbedEntry(entry.Entry.ChunkId, entry.DocumentId, entry.Entry.Title, [new ProbedSide("keyword", found)]));
    }

    public void Dispose() => changing.Dispose();

    private async Task ReloadAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        await changing.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();
            var loaded = await context.LoadAsync(row => ids.Contains(row.EntryId), ct);
            foreach (var id in ids)
            {
                entries.TryRemove(id, out _);
            }

            foreach (var entry in loaded)
            {
                entries[entry.Entry.EntryId] = entry;
            }

            indexes.Clear();
        }
        finally
        {
            changing.Release();
        }
    }

    private SearchFilter Filter(Asked asked, long number) => new(number, Today, asked.Collections, asked.Product, asked.Audience);

    private KnowledgeIndex IndexAt(long number) => indexes.GetOrAdd((number, Today), at =>
    {
        var filter = new SearchFilter(at.Item1, at.Item2, []);
        return new KnowledgeIndex(
        [
            .. entries.Values.Where(entry => filter.Allows(entry.Entry.Scope)).OrderBy(entry => entry.Entry.EntryId).Select(entry => new KnowledgeItem(
                entry.Entry.ChunkId.ToString(), entry.Kind, entry.Source, entry.Entry.Title, entry.Entry.Questions, entry.Entry.Text)),
        ]);
    });
}
