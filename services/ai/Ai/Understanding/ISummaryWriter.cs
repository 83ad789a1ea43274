using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>Sums a conversation up for whoever takes it over: by rules always, by a model when one is configured for it.</summary>
internal interface ISummaryWriter
{
    /// <summary>Never fails. Phone numbers stand in it masked.</summary>
    Task<ConversationSummary> SummariseAsync(IReadOnlyList<ChatLine> lines, CallContext context, CancellationToken ct);
}

/// <remarks><paramref name="Source"/> is rules or model; <paramref name="ByRules"/> is what the rules alone said, to compare with.</remarks>
internal sealed record ConversationSummary(string Text, string Source, string ByRules, IReadOnlyList<ModelCall> Calls);
