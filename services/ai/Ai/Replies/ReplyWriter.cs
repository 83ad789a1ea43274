using Microsoft.Extensions.Logging;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Caching;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Ai.Routing;
using WeChatPlatform.Ai.Understanding;
using WeChatPlatform.Contracts;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Replies;

/// <summary>
/// The ways to an answer, cheapest and surest first: the honest word about being an AI, an answer that was worded before and
/// still holds, a model, the knowledge alone. Without a model, without money or when every model fails, the knowledge speaks
/// for itself or nobody does, and a person takes over.
/// </summary>
internal sealed class ReplyWriter(
    IProviderSource providers,
    IBudgets budgets,
    ITextReader reading,
    IPromptAssembler prompts,
    IAnswerCache cache,
    IRouter router,
    ModelAnswerer model,
    TemplateReplies template,
    DisclosedReplies disclosure,
    ISpending spending,
    TimeProvider time,
    ILogger<ReplyWriter> logger) : IReplyWriter
{
    public async Task<GenerationResult> WriteAsync(GenerateReply command, SentenceReader? reader, CancellationToken ct)
    {
        var trace = new ReplyTrace(time);
        var result = await PaidAsync(command, trace, reader, ct);
        if (result.Reply is { } worded)
        {
            result = result with { Reply = disclosure.Complete(worded, command) };
            if (reader is not null && !trace.WasReadAlong && !worded.ForPerson)
            {
                await reader(result.Reply.Text, ct);
            }
        }

        return result;
    }

    /// <summary>What was begun for nobody, because the command was withdrawn or the process stops, is owed all the same.</summary>
    private async Task<GenerationResult> PaidAsync(GenerateReply command, ReplyTrace trace, SentenceReader? reader, CancellationToken ct)
    {
        try
        {
            return await WordAsync(command, trace, reader, ct);
        }
        catch (OperationCanceledException)
        {
            var purpose = reader is null ? CallPurpose.Answer : CallPurpose.Trial;
            await spending.WriteAsync(
                Context(command) with { Purpose = purpose }, [.. trace.Calls.Select(call => call with { Purpose = purpose })], CancellationToken.None);
            throw;
        }
    }

    private async Task<GenerationResult> WordAsync(GenerateReply command, ReplyTrace trace, SentenceReader? reader, CancellationToken ct)
    {
        if (disclosure.Answer(command.Question) is { } honest)
        {
            trace.Note("asked_whether_ai");
            return GenerationResult.Of(honest, trace);
        }

        if (DirectAnswer.Of(command) is { } direct)
        {
            trace.Note("direct_answer");
            return GenerationResult.Of(direct, trace);
        }

        var budget = await budgets.StateAsync(command.AgentId, ct);
        if (budget is BudgetState.Spent)
        {
            trace.Note(GenerationResult.BudgetSpent);
            return FromKnowledge(command, GenerationResult.BudgetSpent, trace);
        }

        var connected = await providers.CurrentAsync(ct);
        if (connected.Count == 0)
        {
            trace.Note("no_model");
            return FromKnowledge(command, GenerationResult.NoEvidence, trace);
        }

        trace.Reading = await reading.ReadAsync(command.Question, command.History, Context(command), ct);
        trace.Calls.AddRange(trace.Reading.Calls);
        trace.Prompt = await prompts.AssembleAsync(command, trace.Reading, ct);
        var key = AnswerKeys.Of(command, trace.Prompt);
        if (key is not null && await cache.FindAsync(key, ct) is { } kept)
        {
            trace.Note("cache_hit");
            return GenerationResult.Of(
                new WrittenReply(kept.Text, kept.Confidence, WrittenReply.FromCache, kept.Provider, kept.Model, kept.EvidenceIds), trace);
        }

        trace.Route = router.Plan(Question(command, trace.Reading, budget), connected);
        var result = await AskModelAsync(command, trace, reader, ct);
        if (key is not null && result.Reply is { Source: WrittenReply.FromModel, ForPerson: false } worded && trace.ToolCalls.Count == 0)
        {
            await cache.KeepAsync(
                key,
                new CachedAnswer(worded.Text, worded.Confidence, worded.Provider!, worded.Model!, worded.EvidenceIds, time.GetUtcNow()),
                ct);
        }

        return result;
    }

    private static CallContext Context(GenerateReply command) =>
        new(command.TurnId, command.ConversationId, command.AgentId, Intent: null, CallPurpose.Understanding);

    private async Task<GenerationResult> AskModelAsync(
        GenerateReply command, ReplyTrace trace, SentenceReader? reader, CancellationToken ct)
    {
        if (trace.Route!.Targets.Count == 0)
        {
            trace.Note("no_target");
            return FromKnowledge(command, GenerationResult.ProviderFailed, trace);
        }

        var answer = await model.AnswerAsync(command, trace, reader, ct);
        if (answer.Reply is { } reply)
        {
            return GenerationResult.Of(reply, trace);
        }

        if (answer.Declined)
        {
            // The template would tell the customer exactly the evidence that does not answer the question.
            logger.ModelDeclined(command.TurnId, trace.Prompt!.Given.Count);
            return GenerationResult.Failed(GenerationResult.NoEvidence, trace);
        }

        logger.ModelFailed(command.TurnId, answer.Failure.ToWord());
        trace.Note("models_failed");
        return FromKnowledge(command, GenerationResult.ProviderFailed, trace);
    }

    private GenerationResult FromKnowledge(GenerateReply command, string failure, ReplyTrace trace) =>
        template.Compose(command) is { } reply ? GenerationResult.Of(reply, trace) : GenerationResult.Failed(failure, trace);

    private static RouteQuestion Question(GenerateReply command, TextReading reading, BudgetState budget) => new(
        command.AgentId,
        command.Question,
        reading.Intent,
        HasImage: false,
        command.Evidence.Sum(piece => piece.Text.Length) + command.History.Sum(line => line.Text.Length),
        budget);
}
