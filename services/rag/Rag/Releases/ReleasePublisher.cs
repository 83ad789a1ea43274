using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>What shall be put in force.</summary>
/// <remarks>
/// <paramref name="Documents"/>, absent, means the whole draft. <paramref name="Restores"/> brings the content of that release back
/// instead. <paramref name="AcceptsDrop"/>: test questions may be answered worse than before.
/// </remarks>
internal sealed record PublishRequest(
    string By, IReadOnlyCollection<Guid>? Documents = null, string? Note = null, long? Restores = null, bool AcceptsDrop = false);

/// <summary>What became of it.</summary>
/// <remarks>
/// <paramref name="Release"/> is absent when there was nothing to change, or another release was being made; <paramref name="Refusal"/>
/// is absent when the release is in force.
/// </remarks>
internal sealed record Publication(KnowledgeRelease? Release, string? Refusal)
{
    public const string Busy = "release_in_progress";
    public const string Nothing = "nothing_to_publish";

    public bool IsLive => Release is not null && Refusal is null;
}

/// <summary>
/// Puts the draft in force, all of it at one moment: the entries are written to the indexes where nobody finds them, tried there, and
/// shown by counting the release up in one transaction. What fails is taken back and nobody ever saw it.
/// </summary>
internal sealed class ReleasePublisher(
    ReleaseStore store,
    ReleaseProof proof,
    LiveIndex index,
    PublishLock publishing,
    IOptions<RagOptions> options,
    TimeProvider time,
    ILogger<ReleasePublisher> logger)
{
    /// <exception cref="ReleaseNotKeptException">What the release to bring back showed is not known.</exception>
    public async Task<Publication> PublishAsync(PublishRequest request, CancellationToken ct)
    {
        await using var alone = await publishing.TakeAsync(TimeSpan.FromSeconds(options.Value.PublishWaitSeconds), ct);
        if (alone is null)
        {
            return new Publication(null, Publication.Busy);
        }

        await index.RefreshAsync(ct);
        foreach (var left in await store.LeftBehindAsync(ct))
        {
            await TakeBackAsync(left, ReleaseRefusal.Interrupted, []);
        }

        if (await store.PrepareAsync(request, ct) is not var (release, plan))
        {
            return new Publication(null, Publication.Nothing);
        }

        var refusal = await TryAsync(release, plan, request.AcceptsDrop, ct);
        if (refusal is not null)
        {
            await TakeBackAsync(release.Number, refusal, release.Faults);
            release.State = KnowledgeRelease.Refused;
            release.Refusal = refusal;
            ct.ThrowIfCancellationRequested();
            return new Publication(release, refusal);
        }

        await index.RefreshAsync(ct);
        await SweepAsync(release.Number, ct);
        logger.KnowledgeReleased(release.Number, plan.Documents.Count, release.Added, release.Retired, release.Probes);
        return new Publication(release, null);
    }

    /// <summary>Everything between writing the entries and showing them. The result is why they are not shown; absent when they are.</summary>
    private async Task<string?> TryAsync(KnowledgeRelease release, ReleasePlan plan, bool acceptsDrop, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.PublishSeconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await index.StageAsync(plan, both.Token);
            var result = await proof.TryAsync(plan, acceptsDrop, both.Token);
            (release.Probes, release.Questions, release.QuestionsPassed, release.Faults) =
                (result.Probes, result.Questions, result.QuestionsPassed, result.Faults);
            if (result.Refusal is { } refusal)
            {
                return refusal;
            }

            if (!await store.PutInForceAsync(release, plan, both.Token))
            {
                return ReleaseRefusal.Interrupted;
            }

            (release.State, release.LiveAt, release.VerifiedAt) = (KnowledgeRelease.Live, time.GetUtcNow(), time.GetUtcNow());
            return null;
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            return ct.IsCancellationRequested ? ReleaseRefusal.Interrupted : ReleaseRefusal.TooSlow;
        }
        catch (SearchUnavailableException failure)
        {
            logger.ReleaseIndexesFailed(failure, release.Number);
            return ReleaseRefusal.IndexesUnavailable;
        }
        catch
        {
            // Whatever it was: nothing of this release may stay in the indexes, where the next one would meet it.
            await TakeBackAsync(release.Number, ReleaseRefusal.Interrupted, []);
            throw;
        }
    }

    // Not stopped by whoever stopped the release.
    private async Task TakeBackAsync(long number, string refusal, IReadOnlyList<ReleaseFault> faults)
    {
        if (await store.TakeBackAsync(number, refusal, faults, CancellationToken.None) is not { } taken)
        {
            return;
        }

        logger.ReleaseRefused(number, refusal, faults.Count);
        try
        {
            await index.TakeBackAsync(taken, CancellationToken.None);
        }
        catch (SearchUnavailableException failure)
        {
            // An index that is away keeps entries of a release that never comes: no search asks for its number.
            logger.ReleaseIndexesFailed(failure, number);
        }
    }

    // What is retired is already found by nobody: a failure here costs room, not truth.
    private async Task SweepAsync(long number, CancellationToken ct)
    {
        try
        {
            await index.SweepAsync(ct);
        }
        catch (SearchUnavailableException failure)
        {
            logger.ReleaseIndexesFailed(failure, number);
        }
    }
}
