using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>
/// What this replica answers from, and the number of the release that it answers with. Follows the database by one change at a
/// time; a search sees one release from start to end.
/// </summary>
internal sealed class LiveIndex(
    IServiceScopeFactory scopes, SearchParts parts, IOptions<RagOptions> options, TimeProvider time, ILogger<LiveIndex> logger) : IDisposable
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);
    private readonly SemaphoreSlim changing = new(1);
    private SearchParts active = parts.WithoutModel;
    private volatile Served? served;

    /// <summary>The release in force here; 0 while there is none.</summary>
    public long Release => served?.Release ?? 0;

    /// <summary>What a search is made of here, without the indexes that all replicas share.</summary>
    public SearchParts OwnParts => active with { Keyword = null, Vector = null };

    /// <summary>The day by which validity is judged.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);

    /// <summary>The release in force here, read from the database if nothing was yet.</summary>
    public async ValueTask<long> ServedAsync(CancellationToken ct) => served?.Release ?? await RefreshAsync(ct);

    /// <summary>The search itself: live answers, hit tests, probes' questions and test questions all come here.</summary>
    public async ValueTask<Found> SearchAsync(Asked asked, CancellationToken ct)
    {
        var (release, indexes) = served ?? await LoadedAsync(ct);
        return await indexes.FindAsync(
            asked, asked.Release ?? release, Today, TimeSpan.FromMilliseconds(options.Value.SearchMilliseconds), ct);
    }

    /// <summary>Takes the newest live release from the database, if this replica does not serve it yet.</summary>
    public async Task<long> RefreshAsync(CancellationToken ct) => (await LoadedAsync(ct)).Release;

    /// <summary>Writes what a release changes to the indexes. It is found only by searches of that release.</summary>
    /// <exception cref="SearchUnavailableException">A model or a shared index did not answer.</exception>
    public async Task StageAsync(ReleasePlan plan, CancellationToken ct)
    {
        await changing.WaitAsync(ct);
        try
        {
            var staged = await LoadAsync([.. plan.Added.Concat(plan.Retired).Select(entry => entry.EntryId)], ct);
            var (release, indexes) = served!;
            if (indexes.IsOutgrownBy(plan.Added.Count))
            {
                // With the new ones from the start: what is learned from them is what they are found by.
                var added = staged.Select(entry => entry.Entry.EntryId).ToHashSet();
                var all = (await ShownAsync(release, ct)).Where(entry => !added.Contains(entry.Entry.EntryId)).Concat(staged).ToList();
                indexes = await KnowledgeIndexes.BuildAsync(all, active, time, ct);
                served = new Served(release, indexes);
            }

            await indexes.UpsertAsync(staged, isShared: true, ct);
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Takes what was staged out of the indexes again, as the database has it now.</summary>
    public async Task TakeBackAsync(TakenBack taken, CancellationToken ct)
    {
        await changing.WaitAsync(ct);
        try
        {
            var (_, indexes) = served!;
            await indexes.DeleteAsync(taken.Added, isShared: true, ct);
            await indexes.UpsertAsync(await LoadAsync(taken.Retired, ct), isShared: true, ct);
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Removes from shared indexes what no replica shows any more.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        if (!active.HasShared || served is not { Release: > 1 } current)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();
        var gone = await context.IndexEntries
            .Where(row => row.UntilRelease < current.Release && row.UntilRelease >= current.Release - options.Value.SweptReleases)
            .Select(row => row.EntryId)
            .ToListAsync(ct);
        await current.Indexes.DeleteAsync(gone, isShared: true, ct);
    }

    /// <summary>What the release in force shows.</summary>
    public async Task<IReadOnlyList<IndexEntry>> EntriesAsync(CancellationToken ct) =>
        [.. (await ShownAsync(await ServedAsync(ct), ct)).Select(entry => entry.Entry)];

    /// <summary>From now on vectors are the model's. Called under the <see cref="PublishLock"/>; the result counts the entries.</summary>
    /// <exception cref="SearchUnavailableException">The model or a shared index did not answer; nothing changed.</exception>
    public async Task<int> UseModelAsync(CancellationToken ct)
    {
        await changing.WaitAsync(ct);
        try
        {
            var release = served!.Release;
            var indexes = await KnowledgeIndexes.BuildAsync(await ShownAsync(release, ct), parts, time, ct);
            if (indexes.LacksVectors)
            {
                indexes.Dispose();
                throw new SearchUnavailableException("The model for vectors did not answer for all entries.");
            }

            await indexes.FillSharedAsync(ct);
            await parts.VectorsCompleteAsync(ct);
            (active, served) = (parts, new Served(release, indexes));
            return indexes.Count;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Whether an entry is found by its own words, and by its own vector, in the given release.</summary>
    public async Task<ProbedEntry> ProbeAsync(Guid entryId, long number, CancellationToken ct)
    {
        var indexes = served!.Indexes;
        var entry = indexes.Find(entryId) ?? throw new InvalidOperationException($"Entry {entryId} was not staged.");
        return await Probe.TryAsync(entry, number, Today, indexes, ct);
    }

    public void Dispose()
    {
        served?.Indexes.Dispose();
        changing.Dispose();
    }

    private async Task<Served> LoadedAsync(CancellationToken ct)
    {
        await changing.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();

            // The number first: what is published in between is then read again, never missed.
            var newest = await context.Releases.Where(row => row.State == KnowledgeRelease.Live).MaxAsync(row => (long?)row.Number, ct) ?? 0;
            if (served is { } current && current.Release == newest && !current.Indexes.LacksVectors)
            {
                return current;
            }

            var next = served is { Indexes.LacksVectors: false } before && !before.Indexes.IsOutgrownBy(0)
                ? await FollowAsync(before, newest, context, ct)
                : await BuildAsync(newest, ct);
            served = next;
            logger.KnowledgeServed(newest, next.Indexes.Count, next.Indexes.ApproximateBytes);
            return next;
        }
        finally
        {
            changing.Release();
        }
    }

    private async Task<Served> BuildAsync(long newest, CancellationToken ct)
    {
        var shown = await ShownAsync(newest, ct);
        var indexes = await KnowledgeIndexes.BuildAsync(shown, active, time, ct);
        if (active.HasShared && served is null)
        {
            try
            {
                await active.RenewKeywordAsync([.. shown.Select(entry => entry.Entry)], ct);
                await indexes.FillSharedAsync(ct);
            }
            catch (SearchUnavailableException failure)
            {
                // The search goes on without that side, and says so.
                logger.SharedIndexAway(failure);
            }
        }

        return new Served(newest, indexes);
    }

    private async Task<Served> FollowAsync(Served before, long newest, RagDbContext context, CancellationToken ct)
    {
        var release = before.Release;
        var changed = await context.LoadAsync(
            row => (row.FromRelease > release && row.FromRelease <= newest && (row.UntilRelease == null || row.UntilRelease > newest))
                || (row.UntilRelease > release && row.UntilRelease <= newest && row.FromRelease <= release), ct);
        var (known, news) = (before.Indexes, changed.Where(entry => before.Indexes.Find(entry.Entry.EntryId)?.IsShownAs(entry) != true).ToList());
        await known.UpsertAsync(news, isShared: false, ct);

        // One release later than they are retired: a search that began with the release before still finds them.
        var gone = await context.IndexEntries.Where(row => row.UntilRelease <= release && row.UntilRelease > release - options.Value.SweptReleases)
            .Select(row => row.EntryId).ToListAsync(ct);
        await known.DeleteAsync(gone, isShared: false, ct);
        return new Served(newest, known);
    }

    private async Task<List<LiveEntry>> ShownAsync(long number, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RagDbContext>().LoadAsync(
            row => row.FromRelease <= number && (row.UntilRelease == null || row.UntilRelease > number), ct);
    }

    private async Task<List<LiveEntry>> LoadAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RagDbContext>().LoadAsync(row => ids.Contains(row.EntryId), ct);
    }

    private sealed record Served(long Release, KnowledgeIndexes Indexes);
}
