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
