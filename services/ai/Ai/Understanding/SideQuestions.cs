using Microsoft.Extensions.AI;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Ai.Routing;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>
/// Puts small questions to a model beside the answer itself: by the cheapest way that the routes know, and to nobody once the
/// money is spent. Where a part is not composed, nobody is asked.
/// </summary>
internal sealed class SideQuestions(
    ILlmChain? chain = null, IProviderSource? providers = null, IRouter? router = null, IBudgets? budgets = null, ISpending? spending = null)
{
    /// <returns>Nothing when nobody may be asked.</returns>
    public async Task<LlmOutcome?> AskAsync(
        IReadOnlyList<ChatMessage> messages, string about, CallContext context, TimeSpan deadline, int maxTokens, CancellationToken ct)
    {
        if (chain is null || providers is null
            || (budgets is not null && await budgets.StateAsync(context.AgentId, ct) == BudgetState.Spent))
        {
            return null;
        }

        var targets = TargetsOf(await providers.CurrentAsync(ct), about, context);
        return targets.Count == 0
            ? null
            : await chain.CompleteAsync(
                new LlmRequest(messages, targets) { Deadline = deadline, MaxTokens = maxTokens, Temperature = 0 }, context, spending, ct);
    }

    // A reading is worth little money, whatever is left of it.
    private IReadOnlyList<LlmTarget> TargetsOf(IReadOnlyList<ConfiguredProvider> configured, string about, CallContext context) =>
        router is null
            ? [.. configured.Select(provider => new LlmTarget(provider.Id, provider.Model))]
            : router.Plan(
                new RouteQuestion(context.AgentId, about, context.Intent, HasImage: false, about.Length, BudgetState.Saving), configured).Targets;
}
