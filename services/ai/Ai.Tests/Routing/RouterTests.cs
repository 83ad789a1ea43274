using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Routing;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Tests.Routing;

public class RouterTests
{
    private const string RedLight = "如果充电桩红灯亮且有异响，可能是什么原因？应该如何排查？";
    private static readonly string LightRules = Path.Combine(AppContext.BaseDirectory, "Routing", "light-rules.json");

    private static readonly IReadOnlyList<ConfiguredProvider> Qwen =
        [Provider("qwen", "qwen-plus", 1, "qwen-turbo", "qwen-max"), Provider("deepseek", "deepseek-chat", 2), Provider("glm", "glm-4-flash", 3)];

    // The last column is what a second set of rules, with thresholds of its own, says of the same questions.
    [Theory]
    [InlineData("充电桩多少钱？", 0, 0.014, "qwen-turbo", "glm-4-flash")]
    [InlineData("充电桩如何安装？请详细说明步骤。", 0, 0.032, "qwen-turbo", "glm-4-flash")]
    [InlineData(RedLight, 0, 0.556, "qwen-plus", "qwen-turbo")]
    [InlineData("对比7kW和120kW充电桩的差别，并给出购买建议", 0, 0.25, "qwen-turbo", "glm-4-flash")]
    [InlineData("请总结要点", 2500, 0.01, "qwen-max", "qwen-turbo")]
    [InlineData("我要投诉，设备冒烟了", 0, 0.02, "deepseek-chat", "qwen-turbo")]
    [InlineData("为什么漏电跳闸导致停机，如果要排查和诊断、分析原因，怎么办？是设计问题吗？", 0, 0.874, "deepseek-chat", "qwen-turbo")]
    public void Golden_questions_take_their_way(string text, int context, double complexity, string model, string byLightRules)
    {
        var plan = Route(Question(text, context: context), Qwen);
        var other = new Router(RoutingRules.Load(LightRules), new Prices(), Settings("cost")).Plan(Question(text, context: context), Qwen);

        plan.Complexity.ShouldBe(complexity, 0.0005);
        plan.Targets[0].Model.ShouldBe(model);
        other.Targets[0].Model.ShouldBe(byLightRules);
    }

    [Fact]
    public void The_decision_is_explained_in_words()
    {
        var plan = Route(Question(RedLight), Qwen);

        (plan.Strategy, plan.Rule).ShouldBe(("cost", "medium"));
        var said = string.Join('\n', plan.Reasons);
        said.ShouldContain("逻辑词/logic words 0.2");
        said.ShouldContain("medium");
        said.ShouldContain("qwen/qwen-plus");
    }

    [Fact]
    public void After_the_first_come_the_other_providers_by_priority_and_the_first_ones_second_model_is_last() =>
        Route(Question(RedLight), Qwen).Targets.Select(target => target.ToString())
            .ShouldBe(["qwen/qwen-plus", "deepseek/deepseek-chat", "glm/glm-4-flash"]);

    [Fact]
    public void A_second_model_of_the_only_provider_is_a_way_out() =>
        Route(Question("充电桩多少钱？"), [Qwen[0]]).Targets.Select(target => target.Model).ShouldBe(["qwen-turbo", "qwen-plus"]);

    [Fact]
    public void No_more_models_are_asked_than_the_setting_says() =>
        new Router(RoutingRules.Load(""), new Prices(), Settings("cost", most: 2)).Plan(Question(RedLight), Qwen).Targets.Count.ShouldBe(2);

    [Fact]
    public void Without_a_preferred_model_the_cheapest_that_is_good_enough_is_asked()
    {
        IReadOnlyList<ConfiguredProvider> providers =
            [Provider("a", "gpt-4o", 1), Provider("b", "gpt-4o-mini", 2), Provider("c", "claude-sonnet-9", 3)];

        Route(Question("多少钱"), providers).Targets[0].Model.ShouldBe("gpt-4o-mini");
        Route(Question("我要投诉"), providers).Targets[0].Model.ShouldBe("gpt-4o");
    }

    [Fact]
    public void A_question_alone_never_picks_a_dearer_model_than_the_providers_own() =>
        Route(Question("我要投诉"), [Provider("a", "gpt-4o-mini", 1, "gpt-4o")]).Targets.Select(target => target.Model).ShouldBe(["gpt-4o-mini"]);

    [Fact]
    public void Quality_asks_the_best_and_speed_the_fastest_that_is_good_enough()
    {
        var simple = Question("多少钱");

        new Router(RoutingRules.Load(""), new Prices(), Settings("quality")).Plan(simple, Qwen).Targets[0].Model.ShouldBe("qwen-max");
        new Router(RoutingRules.Load(""), new Prices(), Settings("speed")).Plan(simple, Qwen).Targets[0].Model.ShouldBe("qwen-plus");
        new Router(RoutingRules.Load(""), new Prices(), Settings("speed")).Plan(Question("我要投诉"), Qwen).Targets[0].Model.ShouldBe("qwen-max");
    }

    [Fact]
    public void Priority_asks_the_providers_in_their_order_each_with_its_own_model() =>
        new Router(RoutingRules.Load(""), new Prices(), Settings("priority")).Plan(Question("我要投诉"), Qwen)
            .Targets.Select(target => target.Model).ShouldBe(["qwen-plus", "deepseek-chat", "glm-4-flash"]);

    [Fact]
    public void Nearly_spent_the_cheapest_is_asked_whatever_the_question_and_the_strategy()
    {
        var plan = new Router(RoutingRules.Load(""), new Prices(), Settings("quality")).Plan(Question("我要投诉", budget: BudgetState.Saving), Qwen);

        (plan.Targets[0].Model, plan.Strategy).ShouldBe(("glm-4-flash", "cost"));
        plan.Reasons.ShouldContain(reason => reason.Contains("预算", StringComparison.Ordinal));
    }

    [Fact]
    public void Spent_nobody_is_asked()
    {
        var plan = Route(Question("多少钱", budget: BudgetState.Spent), Qwen);

        (plan.Targets.Count, plan.Rule).ShouldBe((0, "budget_spent"));
    }

    [Fact]
    public void An_image_goes_to_models_that_read_images_and_to_nobody_else()
    {
        IReadOnlyList<ConfiguredProvider> providers = [Qwen[1], Provider("seeing", "qwen-plus", 5)];

        Route(Question("这是什么故障", hasImage: true), providers).Targets.Select(target => target.Model).ShouldBe(["qwen-max"]);
        var blind = Route(Question("这是什么故障", hasImage: true), [Qwen[1]]);
        blind.Targets.ShouldBeEmpty();
        blind.Reasons.ShouldContain(reason => reason.Contains("图片", StringComparison.Ordinal));
    }

    [Fact]
    public void An_intent_that_is_critical_needs_no_word() =>
        Route(Question("你们太差了") with { Intent = "complaint" }, Qwen).Rule.ShouldBe("critical");

    [Theory]
    [InlineData("qwen-max*", "qwen-max", true)]
    [InlineData("qwen-max*", "QWEN-MAX-latest", true)]
    [InlineData("glm-*-flash*", "glm-4-flash", true)]
    [InlineData("glm-*-flash*", "glm-4.5-flash-250101", true)]
    [InlineData("glm-*-flash*", "glm-4", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("gpt-4", "gpt-4o", false)]
    [InlineData("*", "", true)]
    public void A_star_stands_for_anything(string pattern, string model, bool fits) => RoutingRules.Fits(pattern, model).ShouldBe(fits);

    [Fact]
    public void Rules_that_cannot_be_followed_are_told()
    {
        var rules = RoutingRules.Load("");
        rules.Faults().ShouldBeEmpty();
        RoutingRules.Load(LightRules).Faults().ShouldBeEmpty();

        var simple = rules.Rules[^1];
        (rules with { Rules = [simple with { Words = "nowhere" }, simple with { Image = true }] }).Faults().Count().ShouldBe(3);
    }

    private static RoutePlan Route(RouteQuestion question, IReadOnlyList<ConfiguredProvider> providers) =>
        new Router(RoutingRules.Load(""), new Prices(), Settings("cost")).Plan(question, providers);

    private static RouteQuestion Question(string text, int context = 0, bool hasImage = false, BudgetState budget = BudgetState.Open) =>
        new("agent-1", text, Intent: null, hasImage, context, budget);

    private static IOptions<RoutingOptions> Settings(string strategy, int most = 4) =>
        Options.Create(new RoutingOptions { Strategy = strategy, MaxTargets = most });

    private static ConfiguredProvider Provider(string id, string model, int priority, params string[] more) => new()
    {
        Id = id, Kind = id, Protocol = LlmProtocol.OpenAi, BaseUrl = new Uri("https://model.example.com"), ApiKey = "", Model = model,
        VisionModel = id == "seeing" ? "qwen-max" : null, Models = [model, .. more], Priority = priority, Receiver = new TextReceiver("某公司", "a company"), Version = "1",
    };

    /// <summary>Prices in the proportions of published lists.</summary>
    private sealed class Prices : IModelPrices
    {
        public TokenPrice Of(LlmTarget target) => target.Model switch
        {
            "glm-4-flash" => new(0, 0),
            "qwen-turbo" => new(0.0006m, 0.0024m),
            "qwen-plus" => new(0.0012m, 0.0048m),
            "qwen-max" => new(0.0024m, 0.0096m),
            "deepseek-chat" => new(0.001m, 0.008m),
            "gpt-4o-mini" => new(0.001m, 0.004m),
            "gpt-4o" => new(0.018m, 0.07m),
            _ => new(0.02m, 0.1m),
        };
    }
}
