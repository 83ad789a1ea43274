using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>A draft comes into force, an earlier version comes back, or what is in force goes.</summary>
internal static class PublishPrompt
{
    /// <remarks><paramref name="Revision"/> is the draft's that was read: what is published is what was looked at.</remarks>
    internal sealed record Request(int? Revision);

    internal sealed record RollBackRequest(string? Note);

    public static void MapPublishPrompt(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ai/prompts/{promptId:guid}/publish", Publish).WithName("ai.PublishPrompt").RequireAuthorization(Policies.Admin);
        routes.MapPost("/ai/prompts/{promptId:guid}/rollback", RollBack).WithName("ai.RollBackPrompt").RequireAuthorization(Policies.Admin);
        routes.MapPost("/ai/prompts/{promptId:guid}/withdraw", Withdraw).WithName("ai.WithdrawPrompt").RequireAuthorization(Policies.Admin);
    }

    private static async Task<Results<Ok<PromptView>, ProblemHttpResult>> Publish(
        Guid promptId, Request request, ClaimsPrincipal user, AiDbContext context, PromptPublisher publisher, ILogger<AiModule> logger,
        CancellationToken ct)
    {
        if (await FindAsync(context, promptId, ct) is not { } row)
        {
            return PromptRefusals.NotFound();
        }

        if (row.State != PromptVersion.Draft)
        {
            return PromptRefusals.NotIn(PromptVersion.Draft);
        }

        if (request.Revision != row.Revision)
        {
            return PromptRefusals.Stale();
        }

        if (publisher.TooLong(row) is { } fault)
        {
            return PromptRefusals.TooLong(fault);
        }

        return Answer(await publisher.PublishAsync(promptId, row.Revision, user.Caller()!.Id, ct), user, logger);
    }

    private static async Task<Results<Ok<PromptView>, ProblemHttpResult>> RollBack(
        Guid promptId, RollBackRequest request, ClaimsPrincipal user, AiDbContext context, PromptPublisher publisher,
        ILogger<AiModule> logger, CancellationToken ct)
    {
        if (await FindAsync(context, promptId, ct) is not { } row)
        {
            return PromptRefusals.NotFound();
        }

        // Variables may have gone since it was published, and settings may have made the room smaller.
        if (PromptText.Faults(row.Kind, row.Text, request.Note).ToList() is { Count: > 0 } faults)
        {
            return PromptRefusals.Invalid(faults);
        }

        if (row.State == PromptVersion.Draft)
        {
            return PromptRefusals.NotIn($"{PromptVersion.Published}, {PromptVersion.Retired}");
        }

        return publisher.TooLong(row) is { } fault
            ? PromptRefusals.TooLong(fault)
            : Answer(await publisher.RollBackAsync(row, request.Note, user.Caller()!.Id, ct), user, logger);
    }

    private static async Task<Results<Ok<PromptView>, ProblemHttpResult>> Withdraw(
        Guid promptId, ClaimsPrincipal user, AiDbContext context, PromptPublisher publisher, ILogger<AiModule> logger, CancellationToken ct)
    {
        if (await FindAsync(context, promptId, ct) is null)
        {
            return PromptRefusals.NotFound();
        }

        if (await publisher.WithdrawAsync(promptId, ct) is not { } row)
        {
            return PromptRefusals.NotIn(PromptVersion.Published);
        }

        logger.PromptWithdrawn(row.Name, user.Caller()!.Id);
        return TypedResults.Ok(PromptView.Of(row));
    }

    private static Results<Ok<PromptView>, ProblemHttpResult> Answer(
        PromptVersion? published, ClaimsPrincipal user, ILogger<AiModule> logger)
    {
        if (published is null)
        {
            return PromptRefusals.Stale();
        }

        logger.PromptPublished(published.Name, user.Caller()!.Id);
        return TypedResults.Ok(PromptView.Of(published));
    }

    private static Task<PromptVersion?> FindAsync(AiDbContext context, Guid id, CancellationToken ct) =>
        context.PromptVersions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, ct);
}
