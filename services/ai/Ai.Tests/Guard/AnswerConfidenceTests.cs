using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tests.Guard;

public class AnswerConfidenceTests
{
    private static readonly Evidence[] Given = [Turns.Faq(0.9, id: "a"), Turns.Faq(0.7, "整机质保两年。", "b")];

    private static readonly AnswerTrustInput Plain = new("7kW多少钱", "7kW充电桩的价格是1980元。", Given, [Given[0]], CutOff: false, WasRewritten: false);

    [Fact]
    public void An_answer_in_the_words_of_its_evidence_is_trusted_as_far_as_that() => Trust(Plain).ShouldBe(0.9);

    [Fact]
    public void What_was_cited_counts_and_not_what_was_given() =>
        Trust(Plain with { Answer = "整机质保两年。", Cited = [Given[1]] }).ShouldBe(0.7);

    [Fact]
    public void Without_evidence_it_is_at_most_a_half() => Trust(Plain with { Given = [], Cited = [] }).ShouldBeLessThanOrEqualTo(0.5);

    [Fact]
    public void Whatever_speaks_against_an_answer_lowers_it()
    {
        var all = Plain with { Cited = [], CutOff = true, WasRewritten = true, Answer = "这个产品特别好，欢迎随时光临选购" };

        foreach (var worse in (AnswerTrustInput[])[Plain with { Cited = [] }, Plain with { CutOff = true }, Plain with { WasRewritten = true }, Plain with { Answer = all.Answer }])
        {
            Trust(worse).ShouldBeLessThan(Trust(Plain));
            Trust(all).ShouldBeLessThan(Trust(worse));
        }
    }

    [Fact]
    public void The_reasons_name_what_counted() =>
        new AnswerConfidence().Of(Plain with { Cited = [], CutOff = true }).Reasons.ShouldBe(["evidence 0.90", "cites_nothing", "cut_off"]);

    [Fact]
    public void No_score_makes_it_more_than_certain() => Trust(Plain with { Given = [], Cited = [Turns.Faq(1.7)] }).ShouldBe(1);

    private static double Trust(AnswerTrustInput input) => new AnswerConfidence().Of(input).Confidence;
}
