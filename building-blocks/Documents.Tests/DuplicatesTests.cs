namespace WeChatPlatform.Documents.Tests;

public class DuplicatesTests
{
    private const string Passage = "收到商品后七天内，在不影响二次销售的情况下可以申请无理由退货，退货运费由买家承担，退款在仓库签收后一到三个工作日内原路退回。";

    [Theory]
    [InlineData("ＡＣ－7 价格：99元。", "ac-7价格 99 元", 1, 1)]
    [InlineData(Passage, "收到商品后七天内，在不影响二次销售的情况下可以申请退货，退货运费由买家承担，退款在仓库签收后一到三个工作日内原路退回。", 0.8, 0.9999)]
    [InlineData("怎么申请退货", "怎么查询物流", 0, 0.3)]
    public void Texts_are_as_near_as_what_they_have_in_common(string one, string other, double least, double most)
    {
        Duplicates.Similarity(one, other).ShouldBeInRange(least, most);
        (TextSketch.Of(one).Equal == TextSketch.Of(other).Equal).ShouldBe(least >= 1);
    }

    [Fact]
    public void Texts_that_differ_in_a_number_are_told_apart()
    {
        Duplicates.HaveSameNumbers(Passage + "运费12元", Passage + "运费15元").ShouldBeFalse();
        Duplicates.HaveSameNumbers(Passage + "运费12元", "１２元，" + Passage).ShouldBeTrue();
    }

    [Fact]
    public void Near_texts_are_found_among_many_as_by_comparing_each_with_each()
    {
        var random = new Random(7);
        string Text() => string.Concat(Enumerable.Range(0, 80).Select(_ => (char)(0x4e00 + random.Next(3000))));
        var texts = Enumerable.Range(0, 300).Select(_ => Text()).ToList();
        var candidates = new DuplicateCandidates([.. texts.Select(TextSketch.Of)]);

        for (var at = 0; at < 50; at++)
        {
            var changed = texts[at][..40] + "改动" + texts[at][42..];
            candidates.Find(TextSketch.Of(changed).InBands()).Where(found => Duplicates.Similarity(texts[found], changed) >= 0.8).ShouldBe([at]);
        }

        candidates.Find(TextSketch.Of(Text()).InBands()).Count.ShouldBeLessThan(10);
    }

    [Fact]
    public void The_sketch_of_a_document_is_near_to_that_of_the_same_document_with_a_passage_more()
    {
        var random = new Random(11);
        string Text() => string.Concat(Enumerable.Range(0, 200).Select(_ => (char)(0x4e00 + random.Next(3000))));
        var texts = Enumerable.Range(0, 19).Select(_ => TextSketch.Of(Text())).ToList();

        var whole = TextSketch.OfAll(texts);

        whole.SimilarityTo(TextSketch.OfAll([.. texts, TextSketch.Of(Text())])).ShouldBeInRange(0.85, 0.999);
        whole.SimilarityTo(TextSketch.OfAll([TextSketch.Of(Text()), TextSketch.Of(Text())])).ShouldBeLessThan(0.1);
        TextSketch.OfAll([.. Enumerable.Reverse(texts)]).Equal.ShouldBe(whole.Equal);
    }
}
