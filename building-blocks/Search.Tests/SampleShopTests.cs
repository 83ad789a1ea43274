namespace WeChatPlatform.Search.Tests;

/// <summary>The sample knowledge base answers what people would type who try the platform.</summary>
public sealed class SampleShopTests(ITestOutputHelper output, SampleShopTests.Shop shop) : IClassFixture<SampleShopTests.Shop>
{
    [Theory]
    [InlineData("请问7kW充电桩多少钱？", "7kW家用充电桩多少钱")]
    [InlineData("7千瓦的桩要多少钱", "7kW家用充电桩多少钱")]
    [InlineData("你好，充电桩保修几年呀", "保修多久")]
    [InlineData("屏幕显示E03怎么处理", "报警码E03是什么意思")]
    [InlineData("充电桩亮红灯了怎么办", "亮红灯怎么办")]
    [InlineData("为什么充电这么慢", "充电很慢怎么回事")]
    [InlineData("怎么绑定手机APP", "怎么绑定APP")]
    [InlineData("可以开专票吗", "可以开发票吗")]
    [InlineData("安装费是多少", "安装费多少钱")]
    [InlineData("你们发什么快递的", "发什么快递")]
    [InlineData("請問充電樁保修多久", "保修多久")]
    public async Task What_people_ask_is_answered(string question, string expected)
    {
        var best = (await shop.AskAsync(question, output))[0];

        best.Entry.Title.ShouldBe(expected);
        best.Confidence.ShouldBeGreaterThanOrEqualTo(0.75);
    }

    [Theory]
    [InlineData("怎么报修")]
    [InlineData("请问怎么报修呢")]
    [InlineData("我要报修怎么弄")]
    [InlineData("如何报修")]
    public async Task A_call_for_repair_finds_repairs_and_no_electricity_meter(string question) =>
        (await shop.AskAsync(question, output))[0].Entry.Title.ShouldContain("维修");

    [Theory]
    [InlineData("充电桩怎么报修")]
    [InlineData("报修怎么申请")]
    public async Task A_call_for_repair_is_not_answered_with_the_meter(string question) =>
        (await shop.AskAsync(question, output)).ShouldAllBe(one => one.Confidence < 0.75 || one.Entry.Title.Contains("维修"));

    [Theory]
    [InlineData("怎么安装")]
    [InlineData("报警码")]
    public async Task What_fits_several_answers_asks_back(string question) =>
        (await shop.AskAsync(question, output))[0].Confidence.ShouldBeInRange(0.55, 0.7499);

    [Theory]
    [InlineData("今天天气怎么样")]
    [InlineData("帮我写一首诗")]
    [InlineData("附近有什么好吃的")]
    [InlineData("股票明天会涨吗")]
    [InlineData("空调不制冷了")]
    [InlineData("报警码E88是什么意思")]
    [InlineData("哈哈哈")]
    public async Task What_the_shop_cannot_know_is_not_answered(string question) =>
        (await shop.AskAsync(question, output)).ShouldAllBe(one => one.Confidence < 0.55);

    public sealed class Shop : IAsyncLifetime
    {
        private InProcessKnowledge? knowledge;

        public async ValueTask InitializeAsync() => knowledge = await Knowledge.Of([.. SampleShop.Entries()]);

        public async Task<IReadOnlyList<FoundEvidence>> AskAsync(string question, ITestOutputHelper output)
        {
            var found = await knowledge!.Ask(question, 3);
            foreach (var one in found)
            {
                output.WriteLine($"{one.Confidence:F2} ({one.Score:F2}) {one.Entry.Title} {string.Join(' ', one.Why)}");
            }

            return found;
        }

        public ValueTask DisposeAsync()
        {
            knowledge?.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
