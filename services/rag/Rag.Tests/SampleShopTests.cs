namespace WeChatPlatform.Rag.Tests;

/// <summary>The sample knowledge base answers what people would type who try the platform.</summary>
public sealed class SampleShopTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<(string Name, KnowledgeFile File)> Files = Load();
    private static readonly KnowledgeIndex Index = new([.. Files.SelectMany(file => Items(file.Name, file.File))]);

    [Fact]
    public void The_sample_loads_without_a_fault() =>
        Files.ShouldAllBe(file => file.File.Faults.Count == 0);

    [Fact]
    public void The_sample_holds_a_shops_worth_of_questions_and_passages()
    {
        Files.Sum(file => file.File.Faq.Count).ShouldBeGreaterThanOrEqualTo(45);
        Files.Sum(file => file.File.Chunks.Count).ShouldBeGreaterThan(10);
        Files.SelectMany(file => file.File.Faq).ShouldAllBe(entry => entry.Similar.Count >= 2);
    }

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
    public void What_people_ask_is_answered(string question, string expected)
    {
        var hit = Index.Search(question, 3)[0];

        output.WriteLine($"{hit.Score:F2} {hit.Title}");
        hit.Title.ShouldBe(expected);
        hit.Score.ShouldBeGreaterThanOrEqualTo(0.75);
    }

    [Theory]
    [InlineData("怎么报修")]
    [InlineData("请问怎么报修呢")]
    [InlineData("我要报修怎么弄")]
    [InlineData("如何报修")]
    public void A_call_for_repair_finds_repairs_and_no_electricity_meter(string question)
    {
        var hit = Index.Search(question, 3)[0];

        output.WriteLine($"{hit.Score:F2} {hit.Title}");
        hit.Title.ShouldContain("维修");
    }

    [Theory]
    [InlineData("充电桩怎么报修")]
    [InlineData("报修怎么申请")]
    public void A_call_for_repair_that_is_worded_like_a_question_about_a_meter_is_not_answered_as_one(string question) =>
        Index.Search(question, 3).ShouldAllBe(hit => hit.Score < 0.75);

    [Theory]
    [InlineData("今天天气怎么样")]
    [InlineData("帮我写一首诗")]
    [InlineData("附近有什么好吃的")]
    [InlineData("股票明天会涨吗")]
    [InlineData("空调不制冷了")]
    public void What_the_shop_cannot_know_is_not_answered(string question) =>
        Index.Search(question, 3).ShouldAllBe(hit => hit.Score < 0.55);

    private static List<(string Name, KnowledgeFile File)> Load() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "charging-pile-shop", "knowledge"))
            .Select(path => (Path.GetFileName(path), KnowledgeFile.Read(path, File.ReadAllBytes(path), new RagOptions())))];

    private static IEnumerable<KnowledgeItem> Items(string name, KnowledgeFile file) =>
    [
        .. file.Faq.Select(entry => new KnowledgeItem(
            entry.Question, KnowledgeItem.Faq, name, entry.Question, entry.Similar, entry.Answer)),
        .. file.Chunks.Select((chunk, number) => new KnowledgeItem(
            $"{name}:{number}", KnowledgeItem.Document, name, chunk.Section, [], chunk.Text)),
    ];
}
