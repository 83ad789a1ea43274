using System.Globalization;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Routing;

/// <summary>
/// The first rule that holds says how good a model should be and which ones it prefers; the strategy orders what there is. After the
/// first comes the best of each other provider, by priority: a second model of a provider that fails is likely to fail too, so it is last.
/// </summary>
internal sealed class Router(RoutingRules rules, IModelPrices prices, IOptions<RoutingOptions> options) : IRouter
{
    internal const string Cost = "cost";
    internal const string Quality = "quality";
    internal const string Speed = "speed";
    internal const string Priority = "priority";

    // A usual call reads three times what it writes: 1,200 tokens in, 400 out.
    private const decimal ReadsPerWritten = 3;

    public RoutePlan Plan(RouteQuestion question, IReadOnlyList<ConfiguredProvider> providers)
    {
        var complexity = Complexity.Of(question.Text, rules.Complexity);
        List<string> reasons = [complexity.InWords()];
        if (question.Budget == BudgetState.Spent)
        {
            reasons.Add("预算已用完，不调用模型 / the budget is spent: no model is asked");
            return new RoutePlan([], options.Value.Strategy, "budget_spent", complexity.Score, reasons);
        }

        var rule = rules.Rules.First(rule => Holds(rule, question, complexity.Score));
        reasons.Add($"规则/rule {rule.Name}: {Word(rule.Tier)}");
        var isSaving = question.Budget == BudgetState.Saving;
        var strategy = isSaving ? Cost : options.Value.Strategy;
        reasons.Add(isSaving
            ? "预算将用完：取最便宜的模型 / the budget is running out: the cheapest model"
            : $"策略/strategy {strategy}");
        var candidates = Candidates(question, providers, rule, strategy, isSaving).ToList();
        if (candidates.Count == 0)
        {
            reasons.Add(question.HasImage
                ? "没有能读图片的模型 / no model that reads images is set up"
                : "没有可用的服务商 / no provider is set up");
        }

        var best = candidates.OrderBy(one => isSaving ? ForSaving(one) : Rank(one, rule, strategy)).ToList();
        var targets = Order(best);
        if (targets is [var first, ..])
        {
            reasons.Add(Why(first, rule, strategy));
        }

        return new RoutePlan(
            [.. targets.Take(options.Value.MaxTargets).Select(one => new LlmTarget(one.Provider.Id, one.Model))],
            strategy, rule.Name, complexity.Score, reasons);
    }

    private bool Holds(RoutingRules.Rule rule, RouteQuestion question, double complexity) =>
        (rule.Image is not { } image || image == question.HasImage)
        && (rule.ContextFrom is not { } least || question.ContextCharacters >= least)
        && (rule.ComplexityFrom is not { } from || complexity >= from)
        && (rule.Agents is not { } agents || agents.Contains(question.AgentId, StringComparer.Ordinal))
        && ((rule.Words is null && rule.Intents is null)
            || (rule.Words is { } words && rules.Words[words].Any(word => question.Text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            || (rule.Intents is { } intents && question.Intent is { } intent && intents.Contains(intent, StringComparer.Ordinal)));

    private IEnumerable<Candidate> Candidates(
        RouteQuestion question, IReadOnlyList<ConfiguredProvider> providers, RoutingRules.Rule rule, string strategy, bool isSaving) =>
        from provider in providers
        from model in question.HasImage ? VisionModelOf(provider) : ModelsOf(provider, rule, strategy, isSaving)
        let kind = rules.Models.FirstOrDefault(kind => RoutingRules.Fits(kind.Match, model))
        let price = prices.Of(new LlmTarget(provider.Id, model))
        select new Candidate(
            provider, model, kind?.Tier ?? ModelTier.Standard, kind?.LatencyMs ?? int.MaxValue,
            (price.InputPer1000 * ReadsPerWritten) + price.OutputPer1000);

    private static IEnumerable<string> VisionModelOf(ConfiguredProvider provider) => provider.VisionModel is { } vision ? [vision] : [];

    /// <summary>
    /// The provider's own model, and further ones that the rule names: a question alone raises no bill that nobody asked for. Who chose
    /// quality or speed, and who has to save, gets all that are set up.
    /// </summary>
    private static IEnumerable<string> ModelsOf(ConfiguredProvider provider, RoutingRules.Rule rule, string strategy, bool isSaving) =>
        provider.Models.Where(model => isSaving || strategy is Quality or Speed
                || (strategy == Cost && rule.Prefer?.Any(wish => RoutingRules.Fits(wish, model)) == true))
            .Prepend(provider.Model)
            .Distinct(StringComparer.Ordinal);

    /// <summary>Smaller is earlier.</summary>
    private static (decimal, decimal, decimal, decimal) Rank(Candidate one, RoutingRules.Rule rule, string strategy)
    {
        var lacks = Math.Max(0, rule.Tier - one.Tier);
        return strategy switch
        {
            Cost => (PreferredAs(one, rule), lacks, one.Price, one.Provider.Priority),
            Quality => (-(int)one.Tier, one.Provider.Priority, one.Price, 0),
            Speed => (lacks, one.LatencyMs, one.Price, one.Provider.Priority),
            _ => (one.Provider.Priority, one.IsDefault ? 0 : 1, lacks, one.Price),
        };
    }

    private static (decimal, decimal, decimal, decimal) ForSaving(Candidate one) => (one.Price, -(int)one.Tier, one.Provider.Priority, 0);

    private static List<Candidate> Order(List<Candidate> best)
    {
        if (best is not [var first, ..])
        {
            return [];
        }

        var others = best.Where(one => one.Provider.Id != first.Provider.Id)
            .DistinctBy(one => one.Provider.Id, StringComparer.Ordinal)
            .OrderBy(one => one.Provider.Priority);
        var second = best.Skip(1).Where(one => one.Provider.Id == first.Provider.Id).Take(1);
        return [first, .. others, .. second];
    }

    private static int PreferredAs(Candidate one, RoutingRules.Rule rule)
    {
        var prefer = rule.Prefer ?? [];
        var place = prefer.Index().Where(wish => RoutingRules.Fits(wish.Item, one.Model)).Select(wish => wish.Index).FirstOrDefault(prefer.Count);
        return place;
    }

    private static string Why(Candidate first, RoutingRules.Rule rule, string strategy)
    {
        var price = string.Create(CultureInfo.InvariantCulture, $"{first.Price / (ReadsPerWritten + 1):0.#####}");
        var why = strategy == Cost && PreferredAs(first, rule) < (rule.Prefer?.Count ?? 0) ? "规则优先/preferred by the rule" : Word(first.Tier);
        return $"首选/first {first.Provider.Id}/{first.Model}: {why}, ≈{price} 元/千 token (CNY per 1,000 tokens)";
    }

    private static string Word(ModelTier tier) => tier switch
    {
        ModelTier.Light => "轻量模型/light model",
        ModelTier.Standard => "标准模型/standard model",
        _ => "强模型/strong model",
    };

    private sealed record Candidate(ConfiguredProvider Provider, string Model, ModelTier Tier, int LatencyMs, decimal Price)
    {
        public bool IsDefault => Model == Provider.Model;
    }
}
