using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Replies;

/// <summary>
/// Words an answer for staff who try things, on the road that customers' questions take, and lets it out sentence by sentence
/// as each passes the output rules. Nothing is sent to anybody; what it costs is in the ledger as a trial.
/// </summary>
internal static class TryAnswer
{
    private const int MostCharacters = 4000;
    private const int MostPieces = 20;
    private const int MostLines = 50;

    internal sealed record Request(
        string? Question, string? AgentId, string? CustomerName, IReadOnlyList<Piece>? Evidence, IReadOnlyList<ChatLine>? History);

    /// <summary>Evidence as the trial gives it; kind is faq, document or erp.</summary>
    internal sealed record Piece(string? Id, string? Kind, string? Source, string? Title, string? Text, double? Score);

    /// <summary>One event of the stream: a sentence, and at the end what the answer is as a whole.</summary>
    internal sealed record Told(string? Sentence, Whole? Answer);

    internal sealed record Whole(
        string Outcome,
        string? Text,
        IReadOnlyList<string> EvidenceIds,
        double Confidence,
        IReadOnlyList<string> Reasons,
        string? Source,
        string? Provider,
        string? Model,
        string? PromptVersion,
        RouteTaken? Route,
        IReadOnlyList<Attempt> Attempts,
        int InputTokens,
        int OutputTokens,
        decimal CostCny,
        double? FirstTextMs,
        double DurationMs);

    public static void MapTryAnswer(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ai/trials", Handle)
            .RequireAuthorization(Policies.Operator)
            .WithName("ai.TryAnswer")
            .WithSummary("Words an answer as a stream of sentences, and tells how it came to be; sends nothing");

    /// <summary>What is wrong with a request; absent when it can be tried.</summary>
    internal static string? Fault(Request request) =>
        string.IsNullOrWhiteSpace(request.Question) || request.Question.Length > MostCharacters
            ? $"question 必填，最多 {MostCharacters} 字 / question is needed, {MostCharacters} characters at most"
        : request.Evidence?.Count > MostPieces
            || request.Evidence?.Any(piece => string.IsNullOrWhiteSpace(piece.Text) || piece.Text.Length > MostCharacters || piece.Score is < 0 or > 1) is true
            ? $"evidence 最多 {MostPieces} 条，每条需有 text，score 为 0 到 1 / at most {MostPieces} pieces of evidence, each with a text, scores from 0 to 1"
        : request.History?.Count > MostLines || request.History?.Any(line => line.Role is not ("customer" or "assistant") || line.Text is null) is true
            ? $"history 最多 {MostLines} 行，role 为 customer 或 assistant / at most {MostLines} lines of history, roles customer or assistant"
        : null;

    private static Results<ServerSentEventsResult<Told>, ProblemHttpResult> Handle(
        IReplyWriter writer, IModelPrices prices, ISpending spending, TimeProvider time, Request request, CancellationToken ct) =>
        Fault(request) is { } fault
            ? TypedResults.Problem(fault, statusCode: StatusCodes.Status400BadRequest, title: "invalid_trial")
            : TypedResults.ServerSentEvents(RunAsync(writer, prices, spending, Command(request, time.GetUtcNow()), ct));

    internal static async IAsyncEnumerable<SseItem<Told>> RunAsync(
        IReplyWriter writer, IModelPrices prices, ISpending spending, GenerateReply command, [EnumeratorCancellation] CancellationToken ct)
    {
        var sentences = Channel.CreateUnbounded<string>();
        var working = WorkAsync();
        await foreach (var sentence in sentences.Reader.ReadAllAsync(ct))
        {
            yield return new SseItem<Told>(new Told(sentence, Answer: null), "sentence");
        }

        var result = await working;
        var context = new CallContext(command.TurnId, command.ConversationId, command.AgentId, result.Trace.Reading?.Intent, CallPurpose.Trial);
        List<ModelCall> calls = [.. result.Trace.Calls.Select(call => call with { Purpose = CallPurpose.Trial })];
        await spending.WriteAsync(context, calls, CancellationToken.None);
        List<LlmCall> rows = [.. calls.Select(call => LlmCall.Of(context, call, prices.Of(call.Try.Target)))];
        yield return new SseItem<Told>(new Told(Sentence: null, Describe(AnswerRecord.Of(command, result, rows, command.At), result, rows)), "answer");

        async Task<GenerationResult> WorkAsync()
        {
            try
            {
                return await writer.WriteAsync(command, (sentence, within) => sentences.Writer.WriteAsync(sentence, within), ct);
            }
            finally
            {
                sentences.Writer.Complete();
            }
        }
    }

    private static Whole Describe(AnswerRecord record, GenerationResult result, List<LlmCall> rows)
    {
        var details = record.Read();
        return new Whole(
            record.Outcome, result.Reply?.Text, details.EvidenceIds, record.Confidence, details.Reasons, record.Source, record.Provider,
            record.Model, record.PromptVersion, details.Route, details.Attempts, rows.Sum(row => row.InputTokens),
            rows.Sum(row => row.OutputTokens), record.CostCny, record.FirstTextMs, record.DurationMs);
    }

    private static GenerateReply Command(Request request, DateTimeOffset now) => new(
        Guid.CreateVersion7(now),
        ConversationId: Guid.Empty,
        request.Question!,
        request.CustomerName,
        "gray",
        request.History ?? [],
        [.. (request.Evidence ?? []).Select((piece, index) => new Evidence(
            piece.Id ?? $"trial-{index + 1}", piece.Kind ?? "document", piece.Source ?? "试答", piece.Title ?? "", piece.Text!, piece.Score ?? 1))],
        now,
        request.AgentId ?? "");
}
