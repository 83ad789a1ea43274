using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Ai.Replies;

/// <summary>Why a turn was answered as it was: route, prompt, tries, what the guard found, what it cost. No texts.</summary>
internal static class GetAnswer
{
    internal sealed record Response(
        Guid TurnId,
        string AgentId,
        string Outcome,
        string? Source,
        string? Provider,
        string? Model,
        double Confidence,
        long Release,
        string? PromptVersion,
        string? Intent,
        string? Emotion,
        AnswerDetails Details,
        decimal CostCny,
        double? FirstTextMs,
        double DurationMs,
        DateTimeOffset At);

    public static void MapGetAnswer(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ai/answers/{turnId:guid}", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("ai.GetAnswer")
            .WithSummary("Why a turn was answered as it was");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(AiDbContext context, Guid turnId, CancellationToken ct)
    {
        var row = await context.Answers.AsNoTracking().Where(answer => answer.TurnId == turnId).OrderByDescending(answer => answer.At).FirstOrDefaultAsync(ct);
        return row is null
            ? TypedResults.Problem(
                "没有这个回合的回答记录 / No answer was worded for this turn.",
                statusCode: StatusCodes.Status404NotFound,
                title: "answer_not_found")
            : TypedResults.Ok(new Response(
                row.TurnId, row.AgentId, row.Outcome, row.Source, row.Provider, row.Model, row.Confidence, row.Release, row.PromptVersion,
                row.Intent, row.Emotion, row.Read(), row.CostCny, row.FirstTextMs, row.DurationMs, row.At));
    }
}
