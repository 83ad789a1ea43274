namespace WeChatPlatform.Rag.Tests;

public sealed class KnowledgeIndexTests
{
    private static readonly KnowledgeItem Warranty = new(
        "1", KnowledgeItem.Faq, "faq.jsonl", "充电桩保修多久", ["质保期是几年", "坏了保修吗"], "整机保修两年。");

    private static readonly KnowledgeItem Price = new(
        "2", KnowledgeItem.Faq, "faq.jsonl", "7kW充电桩多少钱", ["家用桩什么价格"], "7kW 充电桩 1880 元一台。");

    private static readonly KnowledgeItem Wall = new(
        "3", KnowledgeItem.Document, "安装.md", "安装指南 / 墙体要求", [], "墙体须为实心砖墙或混凝土墙，厚度不小于十二厘米。");

    private static readonly KnowledgeIndex Index = new([Warranty, Price, Wall]);

    [Theory]
    [InlineData("充电桩保修多久")]
    [InlineData("请问充电桩保修多久呢？")]
    [InlineData("质保期是几年")]
    public void A_known_wording_scores_one(string question) =>
        Index.Search(question, 5)[0].ShouldSatisfyAllConditions(hit => hit.Id.ShouldBe("1"), hit => hit.Score.ShouldBe(1));

    [Fact]
    public void A_clear_paraphrase_answers()
    {
        var hit = Index.Search("我家充电桩保修是多久啊", 5)[0];

        hit.Id.ShouldBe("1");
        hit.Score.ShouldBeInRange(0.75, 0.9999);
    }

    [Theory]
    [InlineData("今天天气怎么样")]
    [InlineData("你们老板是谁")]
    [InlineData("？？？")]
    [InlineData("")]
    public void A_stranger_stays_below_what_asks_back(string question) =>
        Index.Search(question, 5).ShouldAllBe(hit => hit.Score < 0.55);

    [Fact]
    public void The_unit_spelled_out_finds_the_product() =>
        Index.Search("7千瓦充电桩多少钱", 5)[0].ShouldSatisfyAllConditions(hit => hit.Id.ShouldBe("2"), hit => hit.Score.ShouldBe(1));

    [Fact]
    public void A_passage_is_found_with_its_section_and_text()
    {
        var hit = Index.Search("墙体厚度有什么要求", 5)[0];

        hit.ShouldSatisfyAllConditions(
            () => hit.Kind.ShouldBe("document"),
            () => hit.Title.ShouldBe("安装指南 / 墙体要求"),
            () => hit.Text.ShouldContain("实心砖墙"),
            () => hit.Source.ShouldBe("安装.md"));
    }

    [Fact]
    public void The_best_comes_first_and_no_more_than_the_limit()
    {
        Index.Search("充电桩", 1).Count.ShouldBe(1);
        Index.Search("充电桩保修价格", 5).Select(hit => hit.Score).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void An_empty_index_finds_nothing() =>
        new KnowledgeIndex([]).Search("充电桩保修多久", 5).ShouldBeEmpty();

    [Fact]
    public void The_only_entry_there_is_does_not_answer_everything() =>
        new KnowledgeIndex([Warranty]).Search("可以用微信付款吗", 5).ShouldAllBe(hit => hit.Score < 0.55);

    [Fact]
    public void Two_answers_that_fit_equally_well_stay_below_what_answers()
    {
        var index = new KnowledgeIndex([
            new KnowledgeItem("7", KnowledgeItem.Faq, "f", "7kW充电桩多少钱", [], "1880 元。"),
            new KnowledgeItem("11", KnowledgeItem.Faq, "f", "11kW充电桩多少钱", [], "2680 元。"),
            Warranty]);

        index.Search("充电桩多少钱", 5)[0].Score.ShouldBeInRange(0.55, 0.7499);
        index.Search("11kW充电桩多少钱", 5)[0].Score.ShouldBe(1);
    }

    [Fact]
    public void A_question_that_mixes_two_wordings_of_one_entry_is_covered()
    {
        var mixed = Index.Search("充电桩质保多久", 1)[0];

        mixed.Id.ShouldBe("1");
        mixed.Score.ShouldBeGreaterThan(0.75);
    }
}
