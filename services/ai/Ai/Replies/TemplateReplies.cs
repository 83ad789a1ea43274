using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Replies;

/// <summary>Answers from the knowledge alone: when no model is configured, when the budget is spent, and when every model fails.</summary>
internal sealed class TemplateReplies(IOptions<AiOptions> options)
{
    public WrittenReply? Compose(GenerateReply command) =>
        KnowledgeTemplate.Compose(command.Evidence, options.Value.TemplateMinScore, options.Value.FactsIntroduction);
}
