using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai;

/// <summary>
/// Lets the model word the answer. When it gives none, the knowledge template does; when the model says that the evidence
/// does not answer the question, nobody does: the template would tell the customer exactly that evidence.
/// </summary>
internal sealed class ModelReplyWriter(
    ILlmChain chain, IProviderSource providers, TemplateReplyWriter template, IOptions<AiOptions> options, ILogger<ModelReplyWriter> logger)
    : IReplyWriter
{
    public async Task<GenerationResult> WriteAsync(GenerateReply command, CancellationToken ct)
    {
        var evidence = ReplyPrompt.Select(command.Evidence, options.Value);
        var targets = (await providers.CurrentAsync(ct)).Select(provider => new LlmTarget(provider.Id, provider.Model)).ToList();
        var outcome = await chain.CompleteAsync(new LlmRequest(ReplyPrompt.Build(command, evidence, options.Value), targets), ct);
        var calls = outcome.Tries.Select(one => new ModelCall(one, "answer")).ToList();
        if (outcome.Text is not { } text)
        {
            return Fallback(command, outcome.Failure ?? LlmFailure.Unavailable, calls);
        }

        if (ModelAnswer.Declines(text))
        {
            logger.ModelDeclined(command.TurnId, evidence.Count);
            return GenerationResult.Failed(GenerationResult.NoEvidence, calls);
        }

        var (clean, restsOn) = ModelAnswer.Read(outcome.CutOff ? ModelAnswer.WholeSentences(text) : text, evidence);
        if (clean.Length == 0)
        {
            // Marks and nothing else.
            return Fallback(command, LlmFailure.BadAnswer, calls);
        }

        return GenerationResult.Of(
            new WrittenReply(
                clean,
                ReplyConfidence.Of(restsOn),
                WrittenReply.FromModel,
                outcome.Target?.Provider,
                outcome.Target?.Model,
                [.. restsOn.Select(piece => piece.Id)]),
            calls);
    }

    private GenerationResult Fallback(GenerateReply command, LlmFailure failure, List<ModelCall> calls)
    {
        logger.ModelFailed(command.TurnId, failure.ToWord());
        return template.Compose(command) is { } fallback
            ? GenerationResult.Of(fallback, calls)
            : GenerationResult.Failed(GenerationResult.ProviderFailed, calls);
    }
}
