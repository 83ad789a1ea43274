using WeChatPlatform.Ai.Replies;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tests;

public class KnowledgeTemplateTests
{
    [Fact]
    public void The_best_evidence_speaks_and_its_score_is_the_confidence()
    {
        var reply = Compose(Turns.Faq(0.6, "第二", "b"), Turns.Faq(0.8, "第一", "a")).ShouldNotBeNull();

        (reply.Text, reply.Confidence, reply.Source, reply.Provider).ShouldBe(("第一", 0.8, "template", null));
        reply.EvidenceIds.ShouldBe(["a"]);
    }

    [Fact]
    public void The_minimum_is_inclusive() => Compose(Turns.Faq(0.55)).ShouldNotBeNull().Confidence.ShouldBe(0.55);

    [Fact]
    public void Weak_evidence_says_nothing() => Compose(Turns.Faq(0.549)).ShouldBeNull();

    [Fact]
    public void No_evidence_says_nothing() => Compose().ShouldBeNull();

    [Fact]
    public void Evidence_without_words_says_nothing() => Compose(Turns.Faq(0.9, " ")).ShouldBeNull();

    [Fact]
    public void Several_erp_facts_are_listed()
    {
        var reply = Compose(
            Turns.Erp(0.9, "订单 A1", "已发货", "e1"), Turns.Erp(0.7, "订单 A2", "待发货", "e2"), Turns.Erp(0.2, "订单 A3", "已取消", "e3"))
            .ShouldNotBeNull();

        reply.Text.ShouldBe("为您查到：\n1. 订单 A1：已发货\n2. 订单 A2：待发货");
        reply.Confidence.ShouldBe(0.9);
        reply.EvidenceIds.ShouldBe(["e1", "e2"]);
    }

    [Fact]
    public void One_erp_fact_is_told_without_a_list() =>
        Compose(Turns.Erp(0.9, "订单 A1", "订单 A1 已发货", "e1")).ShouldNotBeNull().Text.ShouldBe("订单 A1 已发货");

    [Fact]
    public void At_a_tie_the_erp_fact_wins() =>
        Compose(Turns.Faq(0.8), Turns.Erp(0.8, "订单", "已发货", "e1")).ShouldNotBeNull().EvidenceIds.ShouldBe(["e1"]);

    [Fact]
    public void Better_knowledge_is_told_without_the_erp_facts() =>
        Compose(Turns.Erp(0.7, "订单", "已发货", "e1"), Turns.Faq(0.8)).ShouldNotBeNull().EvidenceIds.ShouldBe(["faq-1"]);

    private static WrittenReply? Compose(params Evidence[] evidence) => KnowledgeTemplate.Compose(evidence, 0.55, "为您查到：");
}
