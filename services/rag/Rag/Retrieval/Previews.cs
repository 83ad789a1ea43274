using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag;

/// <summary>
/// Searches what is not in force: the draft as publishing would make it, or an earlier release. Its entries are indexed for it in this
/// process, and searched by the same code with the same models as those in force. At most one of them is kept, whatever is tried in turn: the next one
/// takes its place before it is built. Concurrency: one search at a time; nobody but people who try the knowledge come here.
/// </summary>
internal sealed class Previews : IDisposable
{
    // Whoever tries one question tries several; then the room is given back.
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim alone = new(1);
    private readonly IServiceScopeFactory scopes;
    private readonly LiveIndex live;
    private readonly IOptions<RagOptions> options;
    private readonly TimeProvider time;
    private readonly ITimer forgetting;
    private Kept? kept;

    public Previews(IServiceScopeFactory scopes, LiveIndex live, IOptions<RagOptions> options, TimeProvider time)
    {
        (this.scopes, this.live, this.options, this.time) = (scopes, live, options, time);
        forgetting = time.CreateTimer(_ => ForgetUnused(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <param name="release">Absent: the draft.</param>
    /// <param name="asked">The question.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ReleaseNotKeptException">What the release showed is not known.</exception>
    public async Task<Found> SearchAsync(long? release, Asked asked, CancellationToken ct)
    {
        await alone.WaitAsync(ct);
        try
        {
            var (_, number, indexes) = await IndexedAsync(release, ct);
            return await indexes.FindAsync(asked, number, live.Today, TimeSpan.FromMilliseconds(options.Value.SearchMilliseconds), ct);
        }
        finally
        {
            forgetting.Change(Age, Timeout.InfiniteTimeSpan);
            alone.Release();
        }
    }

    public void Dispose()
    {
        forgetting.Dispose();
        kept?.Indexes.Dispose();
        alone.Dispose();
    }

    private async Task<Kept> IndexedAsync(long? release, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();
        var store = scope.ServiceProvider.GetRequiredService<ReleaseStore>();
        var (key, content) = await context.AtOneMomentAsync<(string, (long, List<LiveEntry>)?)>(
            async () =>
            {
                var key = release is { } wanted ? $"{wanted}" : await DraftKeyAsync(context, ct);
                return kept?.Key == key && !kept.Indexes.LacksVectors
                    ? (key, null)
                    : (key, release is { } earlier ? await EarlierAsync(store, context, earlier, ct) : await DraftAsync(store, context, ct));
            },
            ct);
        if (content is not var (number, entries))
        {
            return kept!;
        }

        kept?.Indexes.Dispose();
        kept = null;
        return kept = new Kept(key, number, await KnowledgeIndexes.BuildAsync(entries, live.OwnParts, time, ct));
    }

    // Every change of the draft has a time of its own.
    private static async Task<string> DraftKeyAsync(RagDbContext context, CancellationToken ct)
    {
        var release = await context.Releases.MaxAsync(row => (long?)row.Number, ct);
        var changes = await context.DraftChanges.AsNoTracking().OrderBy(row => row.DocumentId).ToListAsync(ct);
        return $"draft on {release}: {string.Join(',', changes.Select(row => $"{row.DocumentId}/{row.VersionId}/{row.ChangedAt.UtcTicks}"))}";
    }

    private static async Task<(long Number, List<LiveEntry> Entries)> DraftAsync(ReleaseStore store, RagDbContext context, CancellationToken ct)
    {
        var plan = await store.PlanDraftAsync(ct);
        return (plan.Number, await context.LoadDraftAsync(plan, ct));
    }

    private static async Task<(long Number, List<LiveEntry> Entries)> EarlierAsync(
        ReleaseStore store, RagDbContext context, long number, CancellationToken ct)
    {
        await store.RequireKeptAsync(number, ct);
        return (number, await context.LoadAsync(row => row.FromRelease <= number && (row.UntilRelease == null || row.UntilRelease > number), ct));
    }

    private void ForgetUnused()
    {
        // Whoever searches just now winds the timer again.
        if (!alone.Wait(TimeSpan.Zero))
        {
            return;
        }

        kept?.Indexes.Dispose();
        kept = null;
        alone.Release();
    }

    private sealed record Kept(string Key, long Number, KnowledgeIndexes Indexes);
}
