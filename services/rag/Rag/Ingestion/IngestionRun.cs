using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Documents;

namespace WeChatPlatform.Rag;

/// <summary>One attempt of a job: reads, cuts and compares, and at last puts into the draft.</summary>
internal sealed class IngestionRun(
    RagDbContext context,
    DocumentIntake intake,
    UrlFetcher fetcher,
    DuplicateSearch duplicates,
    DraftDocuments drafts,
    IOptions<RagOptions> options,
    TimeProvider time,
    ILogger<IngestionRun> logger)
{
    private const int FirstPauseSeconds = 5;
    private const int MostFaults = 100;

    public async Task RunAsync(Guid jobId, CancellationToken ct)
    {
        var job = await context.Jobs.SingleAsync(row => row.Id == jobId, ct);
        if (job.IsCancelWanted)
        {
            throw new OperationCanceledException();
        }

        // Whoever began it so often never came to say why: it may be what ends the process.
        if (job.Attempts > options.Value.JobAttempts)
        {
            await EndNotFinishedAsync(jobId, ct);
            return;
        }

        var content = await context.JobContents.AsNoTracking().SingleOrDefaultAsync(row => row.JobId == jobId, ct);
        var collection = await context.Collections.AsNoTracking().SingleAsync(row => row.Id == job.CollectionId, ct);
        IntakeResult result;
        try
        {
            var (name, bytes) = await FileAsync(job, content?.Bytes, ct);
            job.Bytes = bytes.Length;
            result = await intake.TakeAsync(
                new IntakeRequest(
                    name, bytes, collection.ChunkSize ?? options.Value.ChunkSize, collection.ChunkOverlap ?? options.Value.ChunkOverlap,
                    job.Redacts),
                (step, progress) => StepAsync(jobId, step, progress, ct),
                ct);
        }
        catch (IntakeRefusedException refusal)
        {
            await EndAsync(jobId, IngestionJob.Failed, row => (row.Code, row.Message) = (refusal.Code, refusal.Message), ct);
            return;
        }

        var source = new DocumentSource(job.Origin, job.Name);
        var found = await duplicates.FindAsync(context, source, result.Content, ct);
        await StepAsync(jobId, "keep", 90, ct);
        var drafted = await drafts.PutAsync(
            source, result.Content with { Alike = found.Documents }, DocumentScope.In(job.CollectionId), job.CreatedBy, ct);
        await EndAsync(jobId, result.Content.Faults.Any(fault => !IsWhole(fault)) ? IngestionJob.Partial : IngestionJob.Done, row =>
        {
            (row.DocumentId, row.Version, row.Progress) = (drafted.DocumentId, drafted.Version, 100);
            (row.Added, row.Kept, row.Removed) = (drafted.Added, drafted.Kept, drafted.Removed);
            (row.Duplicates, row.Alike) = (result.Duplicates + found.Pieces, found.Documents);
            (row.Redactions, row.Bytes) = (result.Redactions, job.Bytes);
            (row.Code, row.Message, row.Faults) = (null, null, [.. result.Content.Faults.Take(MostFaults)]);
        }, ct);
    }

    public Task EndCancelledAsync(Guid jobId, CancellationToken ct) => EndAsync(jobId, IngestionJob.Cancelled, _ => { }, ct);

    public Task EndTooSlowAsync(Guid jobId, int seconds, CancellationToken ct) => EndAsync(jobId, IngestionJob.Failed, row =>
    {
        row.Code = "too_slow";
        row.Message = $"超过 {seconds} 秒没有完成 / It was not done after {seconds} seconds.";
    }, ct);

    private Task EndNotFinishedAsync(Guid jobId, CancellationToken ct) => EndAsync(jobId, IngestionJob.Failed, row =>
    {
        row.Attempts = Math.Min(row.Attempts, options.Value.JobAttempts);
        row.Code = "not_finished";
        row.Message = "多次尝试都没有完成，可稍后重试 / It was tried several times without success; try again later.";
    }, ct);

    /// <summary>Later again, until it was tried often enough.</summary>
    public async Task TryAgainAsync(Guid jobId, Exception failure, CancellationToken ct)
    {
        context.ChangeTracker.Clear();
        var job = await context.Jobs.SingleAsync(row => row.Id == jobId, ct);
        logger.IngestionAttemptFailed(failure, jobId, job.Step, job.Attempts);
        if (job.Attempts >= options.Value.JobAttempts)
        {
            await EndNotFinishedAsync(jobId, ct);
            return;
        }

        job.State = IngestionJob.Queued;
        job.NotBefore = time.GetUtcNow().AddSeconds(FirstPauseSeconds * Math.Pow(2, job.Attempts - 1));
        job.LeaseUntil = null;
        await context.SaveChangesAsync(ct);
    }

    public Task GiveBackAsync(Guid jobId, CancellationToken ct) =>
        context.Jobs.Where(row => row.Id == jobId && row.State == IngestionJob.Running).ExecuteUpdateAsync(
            row => row.SetProperty(job => job.State, IngestionJob.Queued)
                .SetProperty(job => job.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(job => job.Attempts, job => job.Attempts - 1),
            ct);

    // Nothing is missing: it was read from an image, or somebody's number was taken out.
    private static bool IsWhole(ReadingFault fault) => fault.Code is "redacted" or "recognized";

    private async Task<(string Name, byte[] Bytes)> FileAsync(IngestionJob job, byte[]? kept, CancellationToken ct)
    {
        if (job.Url is not { } url)
        {
            return (job.Name, kept ?? throw new IntakeRefusedException("file_missing", "文件已不在 / The file is gone."));
        }

        await StepAsync(job.Id, "fetch", 5, ct);
        try
        {
            var fetched = await fetcher.FetchAsync(url, ct);
            return (fetched.Name, fetched.Content);
        }
        catch (UrlRefusedException refusal)
        {
            throw new IntakeRefusedException(refusal.Code, refusal.Message);
        }
    }

    private async Task StepAsync(Guid jobId, string step, int progress, CancellationToken ct)
    {
        var goesOn = await context.Jobs.Where(row => row.Id == jobId && row.State == IngestionJob.Running && !row.IsCancelWanted).ExecuteUpdateAsync(
            row => row.SetProperty(job => job.Step, step).SetProperty(job => job.Progress, progress), ct);
        if (goesOn == 0)
        {
            throw new OperationCanceledException();
        }
    }

    private async Task EndAsync(Guid jobId, string state, Action<IngestionJob> change, CancellationToken ct)
    {
        context.ChangeTracker.Clear();
        var job = await context.Jobs.SingleAsync(row => row.Id == jobId, ct);
        change(job);
        (job.State, job.EndedAt, job.LeaseUntil) = (state, time.GetUtcNow(), null);
        await context.SaveChangesAsync(ct);

        // A failed one keeps its file, so that it can be tried again when the reason is gone.
        if (state != IngestionJob.Failed)
        {
            await context.JobContents.Where(row => row.JobId == jobId).ExecuteDeleteAsync(ct);
        }

        logger.IngestionEnded(jobId, state, job.Step, job.Added, job.Kept, job.Removed);
    }
}
