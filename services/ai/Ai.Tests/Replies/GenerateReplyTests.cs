using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests;

public class GenerateReplyTests
{
    [Fact]
    public async Task A_model_answer_is_published_with_its_evidence_and_confidence()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.When(text => text.Contains("多少钱", StringComparison.Ordinal), ProviderAnswer.Says("1980元[1]。"));
        var command = Turns.Ask("7kW多少钱", Turns.Faq(0.83));

        var (published, _) = await kit.ConsumeAsync(command);

        var reply = published.OfType<ReplyGenerated>().Single();
        (reply.TurnId, reply.Text, reply.Confidence, reply.Source, reply.Provider, reply.Model)
            .ShouldBe((command.TurnId, "1980元。", 0.83, "model", "custom", "fake-model"));
        reply.EvidenceIds.ShouldBe(["faq-1"]);
    }

    [Fact]
    public async Task A_model_answer_without_evidence_is_no_more_than_half_sure()
    {
        await using var kit = await AiKit.WithModelAsync();

        var (published, _) = await kit.ConsumeAsync(Turns.Ask("你好"));

        published.OfType<ReplyGenerated>().Single().Confidence.ShouldBe(0.5);
    }

    [Fact]
    public async Task An_answer_with_a_mark_of_masked_data_is_written_again_and_then_goes_to_a_person()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Otherwise = ProviderAnswer.Says("请拨打[电话]联系我们[1]。");

        var (published, ledger) = await kit.ConsumeAsync(Turns.Ask("怎么联系你们", Turns.Faq(0.9)));

        var reply = published.OfType<ReplyGenerated>().Single();
        reply.ForPerson.ShouldBeTrue();
        reply.Reasons.ShouldNotBeNull().ShouldContain("unsupported:masked_data");
        ledger.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_is_used_again_until_the_role_or_the_day_is_another()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Otherwise = ProviderAnswer.Says("1980元[1]。");
        var command = Turns.Ask("7kW多少钱", Turns.Faq(0.9));

        var sources = new List<string>();
        sources.Add(await SourceAsync(command));
        sources.Add(await SourceAsync(command));
        sources.Add(await SourceAsync(command with { At = command.At.AddDays(1) }));
        kit.Services.GetRequiredService<IOptions<AiOptions>>().Value.Role = "安悦充电的客服";
        sources.Add(await SourceAsync(command));
        sources.Add(await SourceAsync(command));

        sources.ShouldBe(["model", "cache", "model", "model", "cache"]);

        async Task<string> SourceAsync(GenerateReply asked) => (await kit.Writer.WriteAsync(asked, reader: null, TestContext.Current.CancellationToken)).Reply!.Source;
    }

    [Fact]
    public async Task Every_try_is_in_the_ledger_and_published()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Then(ProviderAnswer.RateLimited(), new ProviderAnswer { Text = "好的", InputTokens = 300, OutputTokens = 5 });

        var (published, ledger) = await kit.ConsumeAsync(Turns.Ask("7kW多少钱", Turns.Faq(0.9)));

        ledger.Select(row => (row.Status, row.InputTokens, row.OutputTokens)).ShouldBe([("rate_limited", 0, 0), ("ok", 300, 5)]);
        published.OfType<LlmCallRecorded>().ShouldBe(ledger.Select(row => row.ToEvent()));
    }

    [Fact]
    public async Task A_pair_that_is_the_answer_itself_is_told_word_for_word_and_no_model_is_asked_unless_the_erp_knows_more()
    {
        await using var kit = await AiKit.WithModelAsync();
        var pair = Turns.Faq(1) with { IsDirect = true };

        var (direct, _) = await kit.ConsumeAsync(Turns.Ask("7kW多少钱", pair));
        var asked = kit.Provider.Requests.Count;
        await kit.ConsumeAsync(Turns.Ask("7kW多少钱", pair, Turns.Erp(1, "价格", "7kW 1900元", "erp-1")));

        var reply = direct.OfType<ReplyGenerated>().Single();
        (reply.Text, reply.Source, reply.Confidence, asked).ShouldBe(("7kW充电桩的价格是1980元。", "template", 1, 0));
        reply.EvidenceIds.ShouldBe(["faq-1"]);
        kit.Provider.Requests.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task When_the_model_fails_the_knowledge_template_answers()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Otherwise = ProviderAnswer.Fails(503);

        var (published, ledger) = await kit.ConsumeAsync(Turns.Ask("7kW多少钱", Turns.Faq(0.7)));

        var reply = published.OfType<ReplyGenerated>().Single();
        (reply.Text, reply.Source, reply.Provider, reply.Confidence).ShouldBe(("7kW充电桩的价格是1980元。", "template", null, 0.7));
        ledger.ShouldAllBe(row => row.Status == "failed");
    }

    [Fact]
    public async Task When_the_model_fails_and_the_evidence_is_weak_the_failure_is_told()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Otherwise = ProviderAnswer.Fails(503);
        var command = Turns.Ask("7kW多少钱", Turns.Faq(0.3));

        var (published, _) = await kit.ConsumeAsync(command);

        var failed = published.OfType<ReplyGenerationFailed>().Single();
        (failed.TurnId, failed.Reason).ShouldBe((command.TurnId, "provider_failed"));
    }

    [Fact]
    public async Task A_model_that_finds_no_answer_is_not_overruled_by_the_template()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Otherwise = ProviderAnswer.Says("NO_ANSWER");

        var (published, _) = await kit.ConsumeAsync(Turns.Ask("你们老板是谁", Turns.Faq(0.7)));

        published.OfType<ReplyGenerationFailed>().Single().Reason.ShouldBe("no_evidence");
    }

    [Fact]
    public async Task A_model_that_writes_marks_and_nothing_else_gave_no_answer()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Otherwise = ProviderAnswer.Says(" [1] ");

        var (published, _) = await kit.ConsumeAsync(Turns.Ask("7kW多少钱", Turns.Faq(0.7)));

        published.OfType<ReplyGenerated>().Single().Source.ShouldBe("template");
    }

    [Fact]
    public async Task An_answer_that_ran_into_the_token_limit_ends_with_a_whole_sentence()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Otherwise = new ProviderAnswer { Text = "价格是1980元。安装另", FinishReason = "length" };

        var (published, _) = await kit.ConsumeAsync(Turns.Ask("7kW多少钱", Turns.Faq(0.9)));

        published.OfType<ReplyGenerated>().Single().Text.ShouldBe("价格是1980元。");
    }

    [Fact]
    public async Task Without_a_model_the_template_answers_and_the_ledger_stays_empty()
    {
        await using var kit = AiKit.WithoutModel();

        var (published, ledger) = await kit.ConsumeAsync(Turns.Ask("7kW多少钱", Turns.Faq(0.9)));

        published.Single().ShouldBeOfType<ReplyGenerated>().Source.ShouldBe("template");
        ledger.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_model_and_evidence_the_failure_is_told()
    {
        await using var kit = AiKit.WithoutModel();

        var (published, _) = await kit.ConsumeAsync(Turns.Ask("你好"));

        published.Single().ShouldBeOfType<ReplyGenerationFailed>().Reason.ShouldBe("no_evidence");
    }

    [Fact]
    public async Task The_first_answer_of_a_conversation_says_that_an_ai_gives_it_unless_that_is_switched_off()
    {
        await using var kit = await AiKit.WithModelAsync(new() { ["Ai:Disclosure:Notice"] = "first_answer" });
        kit.Provider.Otherwise = ProviderAnswer.Says("1980元[1]。");
        var command = Turns.Ask("7kW多少钱", Turns.Faq(0.83));

        var (first, _) = await kit.ConsumeAsync(command);
        var (second, _) = await kit.ConsumeAsync(command with { History = [new("customer", "在吗"), new("assistant", "在的")] });

        first.OfType<ReplyGenerated>().Single().Text.ShouldContain("AI助手");
        second.OfType<ReplyGenerated>().Single().Text.ShouldBe("1980元。");
    }

    [Fact]
    public async Task Who_asks_whether_it_is_a_machine_is_told_so_without_any_model()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Otherwise = ProviderAnswer.Says("我是真人客服。");

        var (published, _) = await kit.ConsumeAsync(Turns.Ask("你是机器人吗？"));

        var reply = published.OfType<ReplyGenerated>().Single();
        (reply.Source, kit.Provider.Requests.Count).ShouldBe(("disclosure", 0));
        reply.Text.ShouldStartWith("是的，我是AI助手");
    }

    [Fact]
    public async Task An_unsupported_price_is_rewritten_once_and_then_a_persons()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Then(ProviderAnswer.Says("优惠价1680元[1]。"), ProviderAnswer.Says("价格是1980元[1]。"));
        kit.Provider.Otherwise = ProviderAnswer.Says("优惠价1680元[1]。");
        var command = Turns.Ask("7kW多少钱", Turns.Faq(0.83));

        var (mended, _) = await kit.ConsumeAsync(command);
        var (stubborn, ledger) = await kit.ConsumeAsync(Turns.Ask("7kW还能便宜吗", Turns.Faq(0.83)));

        mended.OfType<ReplyGenerated>().Single().ShouldSatisfyAllConditions(
            reply => reply.Text.ShouldBe("价格是1980元。"),
            reply => reply.ForPerson.ShouldBeFalse(),
            reply => reply.Reasons.ShouldNotBeNull().ShouldContain("rewritten"));
        kit.Provider.Requests[1].LastUserText.ShouldContain("1680元");
        stubborn.OfType<ReplyGenerated>().Single().ForPerson.ShouldBeTrue();
        ledger.Select(row => row.Purpose).ShouldBe(["answer", "rewrite"]);
    }

    [Theory]
    [InlineData("DEEPSEEK_API_KEY", "customer texts will be sent to DeepSeek (China)")]
    [InlineData("NOTHING", "No model is configured")]
    public async Task The_start_says_who_receives_customer_texts(string variable, string line)
    {
        var (host, log) = AiKit.Build(new() { [variable] = "k" });
        using (host)
        {
            foreach (var service in host.Services.GetServices<IHostedService>())
            {
                await service.StartAsync(TestContext.Current.CancellationToken);
            }
        }

        log.Lines.ShouldContain(said => said.Contains(line, StringComparison.Ordinal));
    }
}
