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
    LlmClient model, TemplateReplyWriter template, IOptions<AiOptions> options, ILogger<ModelReplyWriter> logger) : IReplyWriter
{
    public async Task<GenerationResult> WriteAsync(GenerateReply command, CancellationToken ct)
    {
        var evidence = ReplyPrompt.Select(command.Evidence, options.Value);
        var outcome = await model.CompleteAsync(ReplyPrompt.Build(command, evidence, options.Value), ct);
        var calls = outcome.Tries.Select(one => new ModelCall(model.Provider, model.Model, one)).ToList();
        if (outcome.Text is not { } text)
        {
            logger.ModelFailed(command.TurnId, (outcome.Failure ?? LlmFailure.Unavailable).ToWord());
            return template.Compose(command) is { } fallback
                ? GenerationResult.Of(fallback, calls)
                : GenerationResult.Failed(GenerationResult.ProviderFailed, calls);
        }

        if (ModelAnswer.Declines(text))
        {
            logger.ModelDeclined(command.TurnId, evidence.Count);
            return GenerationResult.Failed(GenerationResult.NoEvidence, calls);
        }

        var (clean, restsOn) = ModelAnswer.Read(outcome.CutOff ? ModelAnswer.WholeSentences(text) : text, evidence);
        return GenerationResult.Of(
            new WrittenReply(
                clean,
                ReplyConfidence.Of(restsOn),
                WrittenReply.FromModel,
                model.Provider,
                model.Model,
                [.. restsOn.Select(piece => piece.Id)]),
            calls);
    }
}
