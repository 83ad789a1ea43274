using WeChatPlatform.Ai.Replies;
using Microsoft.Extensions.AI;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tests;

public class ReplyRulesTests
{
    private static readonly Evidence[] Given = [Turns.Faq(0.9, id: "a"), Turns.Faq(0.7, id: "b")];

    [Fact]
    public void Confidence_is_that_of_the_best_evidence() => ReplyConfidence.Of(Given).ShouldBe(0.9);

    [Fact]
    public void Confidence_without_evidence_is_at_most_a_half() => ReplyConfidence.Of([]).ShouldBeLessThanOrEqualTo(0.5);

    [Fact]
    public void A_score_beyond_one_is_no_more_than_certain() => ReplyConfidence.Of([Turns.Faq(1.7)]).ShouldBe(1);

    [Theory]
    [InlineData("价格是1980元[1]。", "价格是1980元。", "a")]
    [InlineData("价格是1980元 [2]。", "价格是1980元。", "b")]
    [InlineData("两条都用到【1，2】", "两条都用到", "a,b")]
    [InlineData("没有标注", "没有标注", "a,b")]
    [InlineData("型号[22]是新款[1]", "型号[22]是新款", "a")]
    [InlineData("编号[2026]", "编号[2026]", "a,b")]
    public void Marks_name_the_evidence_and_leave_the_text(string written, string told, string ids)
    {
        var (text, restsOn) = ModelAnswer.Read(written, Given);

        text.ShouldBe(told);
        string.Join(',', restsOn.Select(piece => piece.Id)).ShouldBe(ids);
    }

    [Theory]
    [InlineData("NO_ANSWER", true)]
    [InlineData(" no_answer。", true)]
    [InlineData("NO_ANSWER 是什么？", false)]
    public void The_word_for_no_answer_is_only_itself(string text, bool declines) => ModelAnswer.Declines(text).ShouldBe(declines);

    [Theory]
    [InlineData("第一句。第二句只有一", "第一句。")]
    [InlineData("没有一个句子完", "没有一个句子完")]
    public void An_answer_cut_off_ends_at_its_last_sentence(string text, string whole) => ModelAnswer.WholeSentences(text).ShouldBe(whole);

    [Fact]
    public void The_prompt_numbers_the_evidence_with_its_source()
    {
        var system = Prompt(Turns.Ask("多少钱", Given))[0];

        system.Role.ShouldBe(ChatRole.System);
        system.Text.ShouldContain("[1] 来源：常见问题；标题：7kW多少钱\n7kW充电桩的价格是1980元。");
        system.Text.ShouldContain("[2] ");
    }

    [Fact]
    public void The_prompt_forbids_inventing_and_denying_to_be_an_ai() =>
        Prompt(Turns.Ask("多少钱"))[0].Text.ShouldSatisfyAllConditions(
            text => text.ShouldContain("不得编造价格、日期"),
            text => text.ShouldContain("如实说明你是AI助手"),
            text => text.ShouldContain("不超过400字"),
            text => text.ShouldEndWith("（无）"));

    [Fact]
    public void The_customers_name_is_not_sent() =>
        Prompt(Turns.Ask("多少钱", Given)).ShouldAllBe(message => !message.Text.Contains("张三", StringComparison.Ordinal));

    [Fact]
    public void History_comes_before_the_question_and_only_its_end_is_sent()
    {
        var lines = Enumerable.Range(1, 5).Select(n => new ChatLine(n % 2 == 0 ? "assistant" : "customer", $"第{n}句")).ToList();

        var prompt = Prompt(Turns.Ask("多少钱") with { History = lines }, new AiOptions { MaxHistory = 2 });

        prompt.Skip(1).Select(message => (message.Role.Value, message.Text))
            .ShouldBe([("assistant", "第4句"), ("user", "第5句"), ("user", "多少钱")]);
    }

    [Fact]
    public void Only_the_best_evidence_is_sent() =>
        ReplyPrompt.Select(Given, new AiOptions { MaxEvidence = 1 }).Single().Id.ShouldBe("a");

    private static IReadOnlyList<ChatMessage> Prompt(GenerateReply command, AiOptions? options = null) =>
        ReplyPrompt.Build(command, ReplyPrompt.Select(command.Evidence, options ?? new()), options ?? new());
}
