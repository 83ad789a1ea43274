using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Prompts.Fencing;
using WeChatPlatform.Ai.Understanding;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>
/// What a model would be told: by a stored version, by a text that nobody saved yet, or by what is in force, for a question that
/// the caller makes up. No model is asked.
/// </summary>
internal static class PreviewPrompt
{
    private const int LongestText = 8000;
    private const int MostLines = 50;

    /// <remarks><paramref name="PromptId"/> is a stored version, or <paramref name="Kind"/> and <paramref name="Text"/> one that is not; with neither
    /// what is in force is shown.</remarks>
    internal sealed record Request(
        Guid? PromptId, string? Kind, string? Text, string? AgentId, string? Intent, string? Emotion, string? Question,
        string? CustomerName, string? CustomerGrade, IReadOnlyList<ChatLine?>? History, IReadOnlyList<Piece?>? Evidence);

    internal sealed record Piece(string? Kind, string? Source, string? Title, string? Text, double? Score);

    internal sealed record Response(
        string Version, int Tokens, int InstructionTokens, IReadOnlyList<PromptCut> Cuts, IReadOnlyList<Told> Messages);

    internal sealed record Told(string Role, string Text);

    public static void MapPreviewPrompt(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ai/prompts/preview", Handle).WithName("ai.PreviewPrompt").RequireAuthorization(Policies.Operator);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Request request, AiDbContext context, PublishedPrompts published, IOptions<AiOptions> answers, IOptions<PromptOptions> options,
        TimeProvider time, CancellationToken ct)
    {
        if (Faults(request).ToList() is { Count: > 0 } faults)
        {
            return PromptRefusals.Invalid(faults);
        }

        var (agentId, intent) = (request.AgentId ?? "", request.Intent ?? "other");
        var inForce = published.For(agentId, intent);
        if (request.PromptId is { } id)
        {
            if (await context.PromptVersions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, ct) is not { } row)
            {
                return PromptRefusals.NotFound();
            }

            inForce = published.With(new PromptScope(row.Kind, agentId, intent), PromptTemplate.Parse(row.Text), row.Name, agentId, intent);
        }
        else if (request.Text is { } text)
        {
            inForce = published.With(
                new PromptScope(request.Kind!, agentId, intent), PromptTemplate.Parse(text), $"{request.Kind}-draft", agentId, intent);
        }

        var now = time.GetUtcNow();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);
        var assembled = PromptAssembly.Of(
            inForce,
            Command(request, now),
            new TextReading(intent, request.Emotion ?? "neutral", "rules", []),
            DataFence.New(),
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime),
            answers.Value,
            options.Value);
        return TypedResults.Ok(new Response(
            assembled.Version,
            assembled.EstimatedTokens,
            PromptAssembly.InstructionTokens(inForce, answers.Value),
            assembled.Cuts,
            [.. assembled.Messages.Select(message => new Told(message.Role.Value, message.Text))]));
    }

    private static GenerateReply Command(Request request, DateTimeOffset now) => new(
        Guid.CreateVersion7(now), Guid.CreateVersion7(now), request.Question ?? "", request.CustomerName, request.CustomerGrade ?? "gray",
        [.. (request.History ?? []).Select(line => line!)],
        [.. (request.Evidence ?? []).Select((piece, index) => new Evidence(
            $"sample-{index + 1}", piece!.Kind ?? "faq", piece.Source ?? "", piece.Title ?? "", piece.Text!, piece.Score ?? 1))],
        now, request.AgentId ?? "");

    private static IEnumerable<string> Faults(Request request)
    {
        if (request.Text is not null || request.Kind is not null)
        {
            var (scope, fault) = PromptScope.Read(request.Kind, request.AgentId, request.Intent);
            foreach (var wrong in scope is null ? [fault!] : PromptText.Faults(scope.Kind, request.Text, note: null))
            {
                yield return wrong;
            }
        }
        else if (PromptScope.Read(PromptVersion.Prompt, request.AgentId, request.Intent).Fault is { } fault)
        {
            yield return fault;
        }

        if (string.IsNullOrWhiteSpace(request.Question) || request.Question.Length > LongestText)
        {
            yield return $"question 为 1 到 {LongestText} 个字符 / question has 1 to {LongestText} characters";
        }

        if (request.History is { Count: > MostLines } || request.History?.Any(line => line?.Text is null or { Length: > LongestText }) == true)
        {
            yield return $"history 最多 {MostLines} 行 / history has at most {MostLines} lines with a text each";
        }

        if (request.Evidence is { Count: > MostLines }
            || request.Evidence?.Any(piece => piece?.Text is null or { Length: > LongestText }
                || piece.Title?.Length > LongestText || piece.Source?.Length > LongestText) == true)
        {
            yield return $"evidence 最多 {MostLines} 条 / evidence has at most {MostLines} pieces with a text each";
        }

        if (request.CustomerName?.Length > LongestText)
        {
            yield return $"customer_name 最多 {LongestText} 个字符 / customer_name has at most {LongestText} characters";
        }
    }
}
