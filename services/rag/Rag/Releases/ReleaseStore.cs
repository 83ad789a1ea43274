using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Rag;

/// <summary>The rows of a release: written before anybody finds them, and put in force or taken back in one transaction.</summary>
internal sealed class ReleaseStore(RagDbContext context, IOutbox<RagDbContext> outbox, TimeProvider time)
{
    // Releases are told in the order of their numbers.
    private static readonly Guid OrderingKey = new("01900000-0000-7000-8000-000000000002");

    /// <summary>Writes what the release changes; absent when it changes nothing.</summary>
    /// <exception cref="ReleaseNotKeptException">What the release to bring back showed is not known.</exception>
    public Task<(KnowledgeRelease Release, ReleasePlan Plan)?> PrepareAsync(PublishRequest request, CancellationToken ct) =>
        context.AloneAsync<(KnowledgeRelease, ReleasePlan)?>(
            async () =>
            {
                // Under the publishing lock it is this very call's: its commit was made, and the word of it lost.
                foreach (var left in await context.Releases.Where(row => row.State == KnowledgeRelease.Preparing).ToListAsync(ct))
                {
                    await TakeBackHereAsync(left, ReleaseRefusal.Interrupted, [], ct);
                }

                var targets = request.Restores is { } wanted ? await TargetsOfAsync(wanted, ct) : await TargetsOfDraftAsync(request.Documents, ct);
                if (targets.Count == 0)
                {
                    return null;
                }

                var now = time.GetUtcNow();
                var plan = await PlanAsync(targets, now, ct);
                var number = plan.Number;
                var before = await context.IndexEntries.CountAsync(row => row.UntilRelease == null, ct);
                var release = new KnowledgeRelease
                {
                    Number = number, State = KnowledgeRelease.Preparing, Entries = before + plan.Added.Count - plan.Retired.Count,
                    Added = plan.Added.Count, Retired = plan.Retired.Count, At = now, By = request.By, Note = request.Note,
                    Restores = request.Restores,
                };
                context.Add(release);
                context.AddRange(plan.Added);
                foreach (var entry in plan.Retired)
                {
                    entry.UntilRelease = number;
                }

                foreach (var target in targets)
                {
                    target.Version?.IsFrozen = true;
                }

                await context.SaveChangesAsync(ct);
                return (release, plan);
            },
            ct);

    /// <summary>What publishing the whole draft would change now. Nothing is written.</summary>
    public async Task<ReleasePlan> PlanDraftAsync(CancellationToken ct) =>
        await PlanAsync(await TargetsOfDraftAsync(documents: null, ct), time.GetUtcNow(), ct);

    /// <summary>Whether what a release showed is known.</summary>
    /// <exception cref="ReleaseNotKeptException">It is not, or there is no such release.</exception>
    public async Task RequireKeptAsync(long number, CancellationToken ct)
    {
        var wanted = await context.Releases.FindAsync([number], ct);
        if (wanted is not { State: KnowledgeRelease.Live, IsKept: true })
        {
            throw new ReleaseNotKeptException(wanted is null);
        }
    }

    /// <summary>From the commit of this on, the release is what everybody finds. False when it was taken back meanwhile.</summary>
    public Task<bool> PutInForceAsync(KnowledgeRelease prepared, ReleasePlan plan, CancellationToken ct) =>
        context.AloneAsync(
            async () =>
            {
                var release = await context.Releases.SingleAsync(row => row.Number == plan.Number, ct);
                if (release.State != KnowledgeRelease.Preparing)
                {
                    // In force already: the commit was made, and the word of it lost.
                    return release.State == KnowledgeRelease.Live;
                }

                var now = time.GetUtcNow();
                release.State = KnowledgeRelease.Live;
                (release.Probes, release.Questions, release.QuestionsPassed, release.Faults) =
                    (prepared.Probes, prepared.Questions, prepared.QuestionsPassed, prepared.Faults);
                (release.VerifiedAt, release.LiveAt) = (now, now);
                await ShowAsync(plan, now, ct);
                outbox.Publish(new KnowledgePublished(release.Number, release.Entries, now), OrderingKey);
                await context.SaveChangesAsync(ct);
                return true;
            },
            ct);

    /// <summary>As if it had never been begun, but for its row, which says why. Absent when it is in force, or was taken back before.</summary>
    public Task<TakenBack?> TakeBackAsync(long number, string refusal, IReadOnlyList<ReleaseFault> faults, CancellationToken ct) =>
        context.AloneAsync(
            async () =>
            {
                var release = await context.Releases.SingleAsync(row => row.Number == number, ct);
                return release.State == KnowledgeRelease.Preparing ? await TakeBackHereAsync(release, refusal, faults, ct) : null;
            },
            ct);

    /// <summary>Releases that a process left half made. Called under the <see cref="PublishLock"/>.</summary>
    public Task<List<long>> LeftBehindAsync(CancellationToken ct) =>
        context.Releases.Where(row => row.State == KnowledgeRelease.Preparing).Select(row => row.Number).ToListAsync(ct);

    private async Task<TakenBack> TakeBackHereAsync(KnowledgeRelease release, string refusal, IReadOnlyList<ReleaseFault> faults, CancellationToken ct)
    {
        var number = release.Number;
        var taken = new TakenBack(
            await context.IndexEntries.Where(row => row.FromRelease == number).Select(row => row.EntryId).ToListAsync(ct),
            await context.IndexEntries.Where(row => row.UntilRelease == number).Select(row => row.EntryId).ToListAsync(ct));
        (release.State, release.Refusal, release.Faults) = (KnowledgeRelease.Refused, refusal, faults);
        await context.IndexEntries.Where(row => row.FromRelease == number).ExecuteDeleteAsync(ct);
        await context.IndexEntries.Where(row => row.UntilRelease == number)
            .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.UntilRelease, (long?)null), ct);
        await context.SaveChangesAsync(ct);
        return taken;
    }

    private async Task<ReleasePlan> PlanAsync(List<DocumentTarget> targets, DateTimeOffset now, CancellationToken ct)
    {
        var number = (await context.Releases.MaxAsync(row => (long?)row.Number, ct) ?? 0) + 1;
        var ids = targets.Select(target => target.DocumentId).ToList();
        var shown = await context.IndexEntries.Where(row => row.UntilRelease == null && ids.Contains(row.DocumentId)).ToListAsync(ct);
        return ReleaseChanges.Plan(number, targets, shown, () => Guid.CreateVersion7(now));
    }

    private async Task ShowAsync(ReleasePlan plan, DateTimeOffset now, CancellationToken ct)
    {
        var ids = plan.Documents.Select(target => target.DocumentId).ToList();
        var documents = await context.Documents.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        var shown = await context.DocumentReleases.Where(row => row.UntilRelease == null && ids.Contains(row.DocumentId)).ToListAsync(ct);
        foreach (var row in shown)
        {
            row.UntilRelease = plan.Number;
        }

        foreach (var target in plan.Documents)
        {
            var document = documents[target.DocumentId];
            if (target.Version is not { } version)
            {
                document.RetiredAt = now;
                continue;
            }

            context.Add(new DocumentInRelease { DocumentId = document.Id, VersionId = version.Id, FromRelease = plan.Number });
            (document.Kind, document.ContentHash, document.Version) = (version.Kind, version.ContentHash, version.Number);
            (document.Entries, document.PublishedAt, document.RetiredAt) = (target.ChunkIds.Count, now, null);
        }

        // A change that was made while this was being published stays for the next one.
        var changes = await context.DraftChanges.Where(row => ids.Contains(row.DocumentId)).ToListAsync(ct);
        var versions = plan.Documents.ToDictionary(target => target.DocumentId, target => target.Version?.Id);
        context.RemoveRange(changes.Where(row => versions[row.DocumentId] == row.VersionId));
    }

    private async Task<List<DocumentTarget>> TargetsOfDraftAsync(IReadOnlyCollection<Guid>? documents, CancellationToken ct)
    {
        var changes = await context.DraftChanges.AsNoTracking()
            .Where(row => documents == null || documents.Contains(row.DocumentId))
            .ToListAsync(ct);
        return await TargetsAsync([.. changes.Select(row => (row.DocumentId, row.VersionId))], ct);
    }

    private async Task<List<DocumentTarget>> TargetsOfAsync(long number, CancellationToken ct)
    {
        await RequireKeptAsync(number, ct);
        var rows = await context.DocumentReleases.AsNoTracking()
            .Where(row => row.UntilRelease == null || (row.FromRelease <= number && (row.UntilRelease == null || row.UntilRelease > number)))
            .ToListAsync(ct);
        var then = rows.Where(row => row.FromRelease <= number && (row.UntilRelease is not { } until || until > number))
            .ToDictionary(row => row.DocumentId, row => row.VersionId);
        var now = rows.Where(row => row.UntilRelease is null).ToDictionary(row => row.DocumentId, row => row.VersionId);
        var different = then.Keys.Union(now.Keys)
            .Select(id => (DocumentId: id, VersionId: then.TryGetValue(id, out var version) ? (Guid?)version : null))
            .Where(row => row.VersionId != (now.TryGetValue(row.DocumentId, out var version) ? version : null));
        return await TargetsAsync([.. different], ct);
    }

    private async Task<List<DocumentTarget>> TargetsAsync(List<(Guid DocumentId, Guid? VersionId)> wanted, CancellationToken ct)
    {
        var ids = wanted.Select(row => row.VersionId).OfType<Guid>().ToList();
        var versions = await context.Versions.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        var places = (await context.VersionChunks.AsNoTracking()
                .Where(row => ids.Contains(row.VersionId) && row.IsEnabled)
                .OrderBy(row => row.Ordinal)
                .ToListAsync(ct))
            .ToLookup(row => row.VersionId, row => row.ChunkId);
        return wanted.ConvertAll(row => row.VersionId is { } id
            ? new DocumentTarget(row.DocumentId, versions[id], [.. places[id]])
            : new DocumentTarget(row.DocumentId, null, []));
    }
}

/// <summary>The entries of a release that was taken back: those that are gone, and those that are shown as before.</summary>
internal sealed record TakenBack(IReadOnlyList<Guid> Added, IReadOnlyList<Guid> Retired);

/// <summary>A release cannot be brought back or searched: there is none of that number in force ever, or what it showed was not kept.</summary>
internal sealed class ReleaseNotKeptException(bool isUnknown) : Exception
{
    public bool IsUnknown { get; } = isUnknown;
}
