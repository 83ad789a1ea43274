using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>All versions of all prompts and personas, newest first; one with its text; what two differ in; what is built in.</summary>
internal static class ReadPrompts
{
    internal sealed record Page(IReadOnlyList<PromptView> Items, Guid? Next);

    internal sealed record Difference(string Before, string After, IReadOnlyList<LineDiff.Line> Lines);

    /// <remarks><paramref name="Always"/> stands after every prompt.</remarks>
    internal sealed record BuiltIn(
        string Version, string Prompt, string Persona, string Always, IReadOnlyList<PromptVariable> Variables, IReadOnlyList<string> Intents);

    public static void MapReadPrompts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ai/prompts", List).WithName("ai.ListPrompts").RequireAuthorization(Policies.Viewer);
        routes.MapGet("/ai/prompts/built-in", Default).WithName("ai.GetBuiltInPrompt").RequireAuthorization(Policies.Viewer);
        routes.MapGet("/ai/prompts/{promptId:guid}", Get).WithName("ai.GetPrompt").RequireAuthorization(Policies.Viewer);
        routes.MapGet("/ai/prompts/{promptId:guid}/diff", Diff).WithName("ai.DiffPrompts").RequireAuthorization(Policies.Viewer);
    }

    private static async Task<Ok<Page>> List(
        AiDbContext context, string? kind, string? agent_id, string? intent, string? state, Guid? before, int? limit, CancellationToken ct)
    {
        var page = await context.PromptVersions.AsNoTracking()
            .Where(row => kind == null || row.Kind == kind)
            .Where(row => agent_id == null || row.AgentId == agent_id)
            .Where(row => intent == null || row.Intent == intent)
            .Where(row => state == null || row.State == state)
            .Where(row => before == null || row.Id.CompareTo(before.Value) < 0)
            .OrderByDescending(row => row.Id)
            .ReadPageAsync(limit, ct);
        return TypedResults.Ok(new Page([.. page.Rows.Select(row => PromptView.Of(row, withText: false))], page.GoesOnFrom?.Id));
    }

    private static Ok<BuiltIn> Default() => TypedResults.Ok(new BuiltIn(
        BuiltInPrompt.Version, BuiltInPrompt.Prompt, BuiltInPrompt.Persona, BuiltInPrompt.Always, PromptVariables.All, PromptScope.Intents));

    private static async Task<Results<Ok<PromptView>, ProblemHttpResult>> Get(Guid promptId, AiDbContext context, CancellationToken ct) =>
        await FindAsync(context, promptId, ct) is { } row ? TypedResults.Ok(PromptView.Of(row)) : PromptRefusals.NotFound();

    // Against the version that is asked for; without one, against what publishing it would replace.
    private static async Task<Results<Ok<Difference>, ProblemHttpResult>> Diff(
        Guid promptId, Guid? with, AiDbContext context, CancellationToken ct)
    {
        if (await FindAsync(context, promptId, ct) is not { } row)
        {
            return PromptRefusals.NotFound();
        }

        var before = with is { } id
            ? await FindAsync(context, id, ct)
            : await context.PromptVersions.AsNoTracking().FirstOrDefaultAsync(
                other => other.Kind == row.Kind && other.AgentId == row.AgentId && other.Intent == row.Intent
                    && other.State == PromptVersion.Published && other.Id != row.Id,
                ct);
        if (with is not null && before is null)
        {
            return PromptRefusals.NotFound();
        }

        var text = before?.Text ?? (row.Kind == PromptVersion.Prompt ? BuiltInPrompt.Prompt : BuiltInPrompt.Persona);
        return TypedResults.Ok(new Difference(before?.Name ?? BuiltInPrompt.Version, row.Name, LineDiff.Of(text, row.Text)));
    }

    private static Task<PromptVersion?> FindAsync(AiDbContext context, Guid id, CancellationToken ct) =>
        context.PromptVersions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, ct);
}
