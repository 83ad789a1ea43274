using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>The one draft of an account and intent: made by the first saving, changed by the next ones, in force never.</summary>
internal static class SavePromptDraft
{
    /// <remarks><paramref name="Revision"/> is the draft's that was read; 0 when there was none.</remarks>
    internal sealed record Request(string? Kind, string? AgentId, string? Intent, string? Text, string? Note, int? Revision);

    public static void MapSavePromptDraft(this IEndpointRouteBuilder routes) =>
        routes.MapPut("/ai/prompts/draft", Handle).WithName("ai.SavePromptDraft").RequireAuthorization(Policies.Operator);

    private static async Task<Results<Ok<PromptView>, ProblemHttpResult>> Handle(
        Request request, ClaimsPrincipal user, AiDbContext context, TimeProvider time, ILogger<AiModule> logger, CancellationToken ct)
    {
        var (scope, fault) = PromptScope.Read(request.Kind, request.AgentId, request.Intent);
        if (scope is null)
        {
            return PromptRefusals.Invalid([fault!]);
        }

        List<string> faults = [.. PromptText.Faults(scope.Kind, request.Text, request.Note)];
        if (request.Revision is null or < 0)
        {
            faults.Add("revision 必填：读到的草稿修订号，没有草稿时为 0 / is required: the draft's that was read, 0 without one");
        }

        if (faults.Count > 0)
        {
            return PromptRefusals.Invalid(faults);
        }

        var versions = context.PromptVersions.Where(
            row => row.Kind == scope.Kind && row.AgentId == scope.AgentId && row.Intent == scope.Intent);
        var draft = await versions.FirstOrDefaultAsync(row => row.State == PromptVersion.Draft, ct);
        if ((draft?.Revision ?? 0) != request.Revision)
        {
            return PromptRefusals.Stale();
        }

        var (now, who) = (time.GetUtcNow(), user.Caller()!.Id);
        if (draft is null)
        {
            var newest = await versions.MaxAsync(row => (int?)row.Version, ct) ?? 0;
            draft = New(scope, newest + 1, PromptVersion.Draft, now, who);
            context.Add(draft);
        }

        (draft.Text, draft.Note, draft.Revision) = (request.Text!.Trim(), request.Note, draft.Revision + 1);
        (draft.ChangedAt, draft.ChangedBy) = (now, who);
        try
        {
            await context.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return PromptRefusals.Stale();
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return PromptRefusals.Stale();
        }

        logger.PromptDraftSaved(draft.Name, who);
        return TypedResults.Ok(PromptView.Of(draft));
    }

    internal static PromptVersion New(
        PromptScope scope, int version, string state, DateTimeOffset now, string who, long? copyOf = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = scope.Kind,
        AgentId = scope.AgentId,
        Intent = scope.Intent,
        Version = version,
        State = state,
        Text = "",
        CopyOf = copyOf,
        Revision = 0,
        ChangedAt = now,
        ChangedBy = who,
    };
}
