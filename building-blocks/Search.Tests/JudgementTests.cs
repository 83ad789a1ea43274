namespace WeChatPlatform.Search.Tests;

/// <summary>What a question may be answered with.</summary>
public sealed class JudgementTests
{
    private static readonly IndexEntry Warranty = Knowledge.Faq("充电桩保修多久", "整机保修两年。", "质保期是几年", "坏了保修吗");
    private static readonly IndexEntry Price = Knowledge.Faq("7kW充电桩多少钱", "7kW 充电桩 1880 元一台。", "家用桩什么价格");
    private static readonly IndexEntry Wall = Knowledge.Passage("安装指南 / 墙体要求", "墙体须为实心砖墙或混凝土墙，厚度不小于十二厘米。");

    [Theory]
    [InlineData("充电桩保修多久")]
    [InlineData("请问充电桩保修多久呢？")]
    [InlineData("質保期是幾年")]
    public async Task A_known_wording_is_certain(string question)
    {
        using var knowledge = await Knowledge.Of(Warranty, Price, Wall);

        var best = (await knowledge.Ask(question))[0];

        (best.Entry.Title, best.Confidence).ShouldBe((Warranty.Title, 1));
        best.Why.ShouldBe([Reasons.KnownWording]);
    }

    [Theory]
    [InlineData("我家充电桩保修是多久啊")]
    [InlineData("充电桩质保多久")]
    public async Task A_clear_paraphrase_answers(string question)
    {
        using var knowledge = await Knowledge.Of(Warranty, Price, Wall);

        var best = (await knowledge.Ask(question))[0];

        best.Entry.Title.ShouldBe(Warranty.Title);
        best.Confidence.ShouldBeGreaterThan(0.75);
    }

    [Theory]
    [InlineData("今天天气怎么样")]
    [InlineData("你们老板是谁")]
    [InlineData("？？？")]
    [InlineData("")]
    public async Task A_stranger_stays_below_what_asks_back(string question)
    {
        using var knowledge = await Knowledge.Of(Warranty, Price, Wall);

        (await knowledge.Ask(question)).ShouldAllBe(one => one.Confidence < 0.55);
    }

    [Fact]
    public async Task The_only_entry_there_is_does_not_answer_everything()
    {
        using var knowledge = await Knowledge.Of(Warranty);

        (await knowledge.Ask("可以用微信付款吗")).ShouldAllBe(one => one.Confidence < 0.55);
    }

    [Fact]
    public async Task A_passage_that_names_the_model_asked_for_asks_back_however_short_the_question()
    {
        using var knowledge = await Knowledge.Of(
            Warranty, Price, Wall,
            Knowledge.Passage("价目", "型号：AC7；价格：1880元\n型号：AC11；价格：2680元"),
            Knowledge.Passage("配件", "枪线：5米；价格：300元"));

        var found = await knowledge.Ask("AC11价格");

        found[0].Entry.Title.ShouldBe("价目");
        found[0].Confidence.ShouldBeInRange(0.55, 0.7499);
        found.ShouldAllBe(one => one.Entry.Title == "价目" || one.Confidence < 0.55);
    }

    [Fact]
    public async Task Two_answers_that_fit_equally_well_ask_back()
    {
        using var knowledge = await Knowledge.Of(
            Knowledge.Faq("7kW充电桩多少钱", "1880 元。"), Knowledge.Faq("11kW充电桩多少钱", "2680 元。"), Warranty);

        var best = (await knowledge.Ask("充电桩多少钱"))[0];

        best.Confidence.ShouldBeInRange(0.55, 0.7499);
        best.Why.ShouldContain(Reasons.Ambiguous);
        (await knowledge.Ask("11kW充电桩多少钱"))[0].ShouldSatisfyAllConditions(
            one => one.Confidence.ShouldBe(1), one => one.Entry.Text.ShouldBe("2680 元。"));
    }

    [Theory]
    [InlineData("好的，谢谢")]
    [InlineData("人工客服在吗")]
    public async Task Courtesy_is_not_answered_from_knowledge(string message)
    {
        using var knowledge = await Knowledge.Of(Knowledge.Faq("你是人工客服吗好的", "是的。"), Knowledge.Faq("谢谢好的服务", "不客气。"), Warranty);

        var found = await knowledge.Ask(message);

        found.ShouldNotBeEmpty();
        found.ShouldAllBe(one => one.Confidence < 0.55);
    }

    [Fact]
    public async Task Courtesy_that_somebody_wrote_an_answer_for_is_answered()
    {
        using var knowledge = await Knowledge.Of(Knowledge.Faq("在吗", "在的，请问有什么可以帮您？"), Warranty);

        (await knowledge.Ask("在吗？"))[0].ShouldSatisfyAllConditions(
            one => one.Confidence.ShouldBe(1), one => one.Why.ShouldBe([Reasons.KnownWording]));
    }

    [Fact]
    public async Task A_question_without_a_subject_asks_back_at_most()
    {
        using var knowledge = await Knowledge.Of(Knowledge.Faq("E03是什么意思", "通信故障。"), Warranty, Price);

        var best = (await knowledge.Ask("这是什么意思"))[0];

        best.Confidence.ShouldBeLessThan(0.75);
        (await knowledge.Ask("E03的意思"))[0].Confidence.ShouldBeGreaterThan(best.Confidence);
    }

    [Fact]
    public void An_entry_without_a_rival_is_trusted_more_than_one_of_many()
    {
        double Best(params double[] rivals) => Judged("充电桩保修", [0.7, .. rivals])[0].Confidence;

        Best().ShouldBe(Best(0.1), 1e-9);
        Best().ShouldBeGreaterThan(Best(0.6));
        Best(0.6).ShouldBeGreaterThan(Best(0.66));
        Best(0.66, 0.65, 0.65).ShouldBe(Best(0.66), 1e-9);
        Best().ShouldBeGreaterThan(0.75);
        Best(0.69).ShouldBeInRange(0.55, 0.7499);
    }

    [Fact]
    public void Several_that_fit_a_little_are_asked_back_and_several_that_hardly_fit_are_not()
    {
        Judged("充电桩保修", [0.5, 0.49])[0].ShouldSatisfyAllConditions(
            one => one.Confidence.ShouldBeInRange(0.55, 0.7499), one => one.Why.ShouldBe([Reasons.Ambiguous]));
        Judged("充电桩保修", [0.3, 0.29])[0].Confidence.ShouldBeLessThan(0.55);
    }

    [Fact]
    public void Two_questions_with_one_answer_are_no_rivals()
    {
        var same = Judged("充电桩保修", [0.7, 0.69, 0.2], "两年。", "两年。", "三年。");
        var different = Judged("充电桩保修", [0.7, 0.69, 0.2], "两年。", "三年。", "五年。");

        same[0].Confidence.ShouldBeGreaterThan(0.75);
        different[0].Confidence.ShouldBeLessThan(0.75);
    }

    private static List<Judgement.Judged> Judged(string question, double[] scores, params string[] texts) => Judgement.Of(
        question,
        [
            .. scores.Select((score, at) => (score, entry: Knowledge.Faq($"问题{at}", texts.ElementAtOrDefault(at) ?? $"答{at}")))
                .Select(one => new Judgement.Scored(one.entry, new Fused(one.entry.EntryId, 0, 0, 1, 1, 1), one.score)),
        ],
        (entry, score, lead) => Calibration.Of(entry.Kind, score, lead, 8),
        _ => false);

    [Theory]
    [InlineData("报警码E07是什么意思")]
    [InlineData("屏幕显示 E-07")]
    [InlineData("Ｅ０７ 报警")]
    public async Task Another_fault_code_is_no_answer(string question)
    {
        using var knowledge = await Knowledge.Of(
            Knowledge.Faq("报警码E03是什么意思", "通信故障。", "屏幕显示E03"), Knowledge.Faq("报警码E04是什么意思", "过流。", "屏幕显示E04"), Warranty);

        (await knowledge.Ask(question)).ShouldAllBe(one => one.Confidence < 0.55);
    }

    [Fact]
    public async Task The_fault_code_that_was_asked_for_comes_first()
    {
        using var knowledge = await Knowledge.Of(
            Knowledge.Faq("报警码E03是什么意思怎么处理", "通信故障。"), Knowledge.Faq("报警码E04", "过流，请停十分钟再试。"), Warranty);

        (await knowledge.Ask("报警码E04怎么处理"))[0].Entry.Title.ShouldBe("报警码E04");
    }

    [Fact]
    public async Task A_passage_is_found_by_what_it_says()
    {
        using var knowledge = await Knowledge.Of(Warranty, Price, Wall);

        (await knowledge.Ask("墙体厚度有什么要求"))[0].Entry.Text.ShouldBe(Wall.Text);
    }

    [Fact]
    public async Task Nothing_is_found_in_an_empty_knowledge()
    {
        using var knowledge = await Knowledge.Of();

        (await knowledge.Ask("充电桩保修多久")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_price_is_found_and_the_old_one_is_not()
    {
        using var knowledge = await Knowledge.Of(Warranty, Price);
        var now = Price with { EntryId = Guid.CreateVersion7(), Text = "7kW 充电桩 1680 元一台。" };
        await knowledge.UpsertAsync([now], CancellationToken.None);
        await knowledge.DeleteAsync([Price.EntryId], CancellationToken.None);

        var found = await knowledge.Ask("7kW充电桩多少钱");

        found[0].Entry.Text.ShouldBe(now.Text);
        found.ShouldAllBe(one => !one.Entry.Text.Contains("1880"));
        knowledge.Count.ShouldBe(2);
    }
}
