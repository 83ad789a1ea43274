using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai;

/// <summary>Answers from the knowledge alone: when no model is configured, and when it fails.</summary>
internal sealed class TemplateReplyWriter(IOptions<AiOptions> options) : IReplyWriter
{
    public Task<GenerationResult> WriteAsync(GenerateReply command, CancellationToken ct) =>
        Task.FromResult(Compose(command) is { } reply
            ? GenerationResult.Of(reply)
            : GenerationResult.Failed(GenerationResult.NoEvidence));

    public WrittenReply? Compose(GenerateReply command) =>
        KnowledgeTemplate.Compose(command.Evidence, options.Value.TemplateMinScore, options.Value.FactsIntroduction);
}
