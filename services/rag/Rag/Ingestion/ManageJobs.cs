using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Rag;

/// <summary>Files and pages on their way into the draft.</summary>
internal static class ManageJobs
{
    private const int LongestUrl = 2000;

    /// <remarks><paramref name="Redact"/>, absent, takes personal data out.</remarks>
    internal sealed record UrlRequest(string? Url, Guid? CollectionId, bool? Redact);

    /// <remarks>
    /// <paramref name="State"/> is queued, running, done, partial, failed or cancelled. <paramref name="Code"/> and <paramref name="Message"/>
    /// say why it failed; <paramref name="Faults"/> what of the file could not be read.
    /// </remarks>
    internal sealed record Item(
        Guid Id,
        string Name,
        string? Url,
        Guid CollectionId,
        string State,
        string Step,
        int Progress,
        int Attempts,
        string? Code,
        string? Message,
        IReadOnlyList<ReadingFault> Faults,
        Guid? DocumentId,
        int? Version,
        int Added,
        int Kept,
        int Removed,
        int Duplicates,
        IReadOnlyList<AlikeDocument> Alike,
        int Redactions,
        long Bytes,
        DateTimeOffset CreatedAt,
        string CreatedBy,
        DateTimeOffset? StartedAt,
        DateTimeOffset? EndedAt);

    internal sealed record Response(IReadOnlyList<Item> Items, Guid? Next);

    public static void MapManageJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/knowledge/documents", Upload)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.UploadDocument")
            .WithSummary("Send a file of any format into the draft: a form with a file, or the body with ?name=; answers with a job");
        routes.MapPost("/knowledge/urls", Fetch)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.FetchUrl")
            .WithSummary("Fetch a page or a file of the public internet into the draft; answers with a job");
        routes.MapGet("/knowledge/jobs", List)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.ListJobs")
            .WithSummary("Ingestion jobs, newest first; ?after= takes the next page");
        routes.MapGet("/knowledge/jobs/{jobId:guid}", Get)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.GetJob")
            .WithSummary("One ingestion job");
        routes.MapPost("/knowledge/jobs/{jobId:guid}/cancel", Cancel)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.CancelJob")
            .WithSummary("Stop an ingestion job; what is in the draft already stays there");
        routes.MapPost("/knowledge/jobs/{jobId:guid}/retry", Retry)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.RetryJob")
            .WithSummary("Begin a failed ingestion job again");
    }

    private static async Task<Results<Accepted<Item>, ProblemHttpResult>> Upload(
        HttpRequest request,
        string? name,
        [FromQuery(Name = "collection_id")] Guid? collectionId,
        bool? redact,
        ClaimsPrincipal caller,
        RagDbContext context,
        IngestionSignals signals,
        IOptions<RagOptions> options,
        TimeProvider time,
        CancellationToken ct)
    {
        if (await UploadedFile.ReadAsync(request, name, options.Value.MaxImportBytes, ct) is not { } upload)
        {
            return ImportKnowledge.Unreadable(options.Value.MaxImportBytes);
        }

        var job = NewJob(KnowledgeDocument.FromUpload, upload.Name, null, collectionId, redact, caller, time);
        job.Bytes = upload.Content.Length;
        return await QueueAsync(job, upload.Content, context, signals, ct);
    }

    private static async Task<Results<Accepted<Item>, ProblemHttpResult>> Fetch(
        UrlRequest request,
        ClaimsPrincipal caller,
        RagDbContext context,
        IngestionSignals signals,
        TimeProvider time,
        CancellationToken ct) =>
        request.Url is not { Length: > 0 and <= LongestUrl } url
            || !Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            ? KnowledgeAnswers.Problem(
                StatusCodes.Status400BadRequest, "invalid_url", "请给出 http 或 https 地址 / Give an http or https address.")
            : await QueueAsync(
                NewJob(KnowledgeDocument.FromUrl, address.AbsoluteUri, address.AbsoluteUri, request.CollectionId, request.Redact, caller, time),
                null, context, signals, ct);

    private static async Task<Ok<Response>> List(
        RagDbContext context, string? state, Guid? after, int? limit, CancellationToken ct)
    {
        var page = await context.Jobs.AsNoTracking()
            .Where(row => (after == null || row.Id.CompareTo(after.Value) < 0) && (state == null || row.State == state))
            .OrderByDescending(row => row.Id)
            .ReadPageAsync(limit, ct);
        return TypedResults.Ok(new Response([.. page.Rows.Select(View)], page.GoesOnFrom?.Id));
    }

    private static async Task<Results<Ok<Item>, ProblemHttpResult>> Get(Guid jobId, RagDbContext context, CancellationToken ct) =>
        await context.Jobs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == jobId, ct) is { } job
            ? TypedResults.Ok(View(job))
            : KnowledgeAnswers.JobUnknown();

    private static async Task<Results<Ok<Item>, ProblemHttpResult>> Cancel(
        Guid jobId, RagDbContext context, IngestionSignals signals, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await context.Jobs.Where(row => row.Id == jobId && row.State == IngestionJob.Queued).ExecuteUpdateAsync(
            row => row.SetProperty(job => job.State, IngestionJob.Cancelled).SetProperty(job => job.EndedAt, now), ct);
        await context.Jobs.Where(row => row.Id == jobId && row.State == IngestionJob.Running).ExecuteUpdateAsync(
            row => row.SetProperty(job => job.IsCancelWanted, true), ct);
        signals.Cancel(jobId);
        return await context.Jobs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == jobId, ct) switch
        {
            null => KnowledgeAnswers.JobUnknown(),
            { State: IngestionJob.Done or IngestionJob.Partial or IngestionJob.Failed } => KnowledgeAnswers.Problem(
                StatusCodes.Status409Conflict, "job_over", "任务已经结束 / The job is over."),
            var job => TypedResults.Ok(View(job)),
        };
    }

    private static async Task<Results<Ok<Item>, ProblemHttpResult>> Retry(
        Guid jobId, RagDbContext context, IngestionSignals signals, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var again = await context.Jobs
            .Where(row => row.Id == jobId && row.State == IngestionJob.Failed
                && (row.Url != null || context.JobContents.Any(content => content.JobId == jobId)))
            .ExecuteUpdateAsync(
                row => row.SetProperty(job => job.State, IngestionJob.Queued)
                    .SetProperty(job => job.NotBefore, now)
                    .SetProperty(job => job.Attempts, 0)
                    .SetProperty(job => job.Progress, 0)
                    .SetProperty(job => job.IsCancelWanted, false)
                    .SetProperty(job => job.EndedAt, (DateTimeOffset?)null),
                ct);
        if (again > 0)
        {
            signals.Wake();
        }

        return await context.Jobs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == jobId, ct) switch
        {
            null => KnowledgeAnswers.JobUnknown(),
            _ when again == 0 => KnowledgeAnswers.Problem(
                StatusCodes.Status409Conflict, "job_not_failed", "只能重试失败的任务 / Only a failed job can be tried again."),
            var job => TypedResults.Ok(View(job)),
        };
    }

    private static IngestionJob NewJob(
        string origin, string name, string? url, Guid? collectionId, bool? redact, ClaimsPrincipal caller, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new IngestionJob
        {
            Id = Guid.CreateVersion7(now), Origin = origin, Name = name, Url = url,
            CollectionId = collectionId ?? KnowledgeCollection.Default, Redacts = redact ?? true, State = IngestionJob.Queued,
            Step = url is null ? "read" : "fetch", CreatedAt = now, CreatedBy = caller.Caller()!.Id, NotBefore = now,
        };
    }

    private static async Task<Results<Accepted<Item>, ProblemHttpResult>> QueueAsync(
        IngestionJob job, byte[]? content, RagDbContext context, IngestionSignals signals, CancellationToken ct)
    {
        if (!await context.Collections.AnyAsync(row => row.Id == job.CollectionId, ct))
        {
            return KnowledgeAnswers.CollectionUnknown();
        }

        context.Add(job);
        if (content is not null)
        {
            context.Add(new IngestionContent { JobId = job.Id, Bytes = content });
        }

        await context.SaveChangesAsync(ct);
        signals.Wake();
        return TypedResults.Accepted($"/api/v1/knowledge/jobs/{job.Id}", View(job));
    }

    private static Item View(IngestionJob row) => new(
        row.Id, row.Name, row.Url, row.CollectionId, row.State, row.Step, row.Progress, row.Attempts, row.Code, row.Message, row.Faults,
        row.DocumentId, row.Version, row.Added, row.Kept, row.Removed, row.Duplicates, row.Alike, row.Redactions, row.Bytes, row.CreatedAt, row.CreatedBy,
        row.StartedAt, row.EndedAt);
}
