using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Routing;

/// <summary>Says which models may answer a question, in which order, and why. Pure: the same question takes the same way.</summary>
internal interface IRouter
{
    RoutePlan Plan(RouteQuestion question, IReadOnlyList<ConfiguredProvider> providers);
}

/// <summary>What decides the way. <paramref name="ContextCharacters"/> counts evidence and history.</summary>
internal sealed record RouteQuestion(string AgentId, string Text, string? Intent, bool HasImage, int ContextCharacters, BudgetState Budget);

/// <summary>
/// The way a question takes. <paramref name="Complexity"/> is 0 to 1; <paramref name="Rule"/> is the name of the rule that decided, and
/// <paramref name="Reasons"/> say it in words for whoever looks at the decision. No targets: nobody may be asked.
/// </summary>
internal sealed record RoutePlan(
    IReadOnlyList<LlmTarget> Targets, string Strategy, string Rule, double Complexity, IReadOnlyList<string> Reasons);
