namespace WeChatPlatform.Documents.Tests;

public class DuplicatesTests
{
    private const string Passage = "收到商品后七天内，在不影响二次销售的情况下可以申请无理由退货，退货运费由买家承担，退款在仓库签收后一到三个工作日内原路退回。";

    [Fact]
    public void Texts_that_differ_in_width_case_and_punctuation_are_equal()
    {
        Duplicates.ContentHash("ＡＣ－7 价格：99元。").ShouldBe(Duplicates.ContentHash("ac-7价格 99 元"));
        Duplicates.Find(["甲乙丙丁", "别的内容", "甲，乙 丙；丁"]).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(pair => pair.First.ShouldBe(0), pair => pair.Second.ShouldBe(2), pair => pair.Similarity.ShouldBe(1));
    }

    [Fact]
    public void Texts_that_say_nearly_the_same_are_found() =>
        Duplicates.Find([Passage, "充电桩的安装需要专业电工操作。", Passage.Replace("无理由", "", StringComparison.Ordinal)]).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(pair => (pair.First, pair.Second).ShouldBe((0, 2)), pair => pair.Similarity.ShouldBeInRange(0.8, 0.999), pair => pair.SameNumbers.ShouldBeTrue());

    [Fact]
    public void Texts_that_differ_in_a_number_are_told_apart() =>
        Duplicates.Find([Passage + "运费12元", Passage + "运费15元"]).ShouldHaveSingleItem().SameNumbers.ShouldBeFalse();

    [Fact]
    public void Different_texts_are_no_duplicates() =>
        Duplicates.Find(["怎么申请退货", "怎么查询物流", "发票什么时候开", "", "。"]).ShouldBeEmpty();

    [Fact]
    public void Near_duplicates_are_found_among_many_as_by_comparing_each_with_each()
    {
        var random = new Random(7);
        string Text() => string.Concat(Enumerable.Range(0, 80).Select(_ => (char)(0x4e00 + random.Next(3000))));
        var texts = Enumerable.Range(0, 300).Select(_ => Text()).ToList();
        texts.AddRange(texts.Take(50).Select(text => text[..40] + "改动" + text[42..]).ToList());

        var found = Duplicates.Find(texts, 0.8);

        found.Select(pair => (pair.First, pair.Second)).Order().ShouldBe(Enumerable.Range(0, 50).Select(at => (at, 300 + at)));
    }
}
