using WeChatPlatform.Ai.Replies;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tests;

public class ReplyRulesTests
{
    private static readonly Evidence[] Given = [Turns.Faq(0.9, id: "a"), Turns.Faq(0.7, id: "b")];

    [Theory]
    [InlineData("价格是1980元[1]。", "价格是1980元。", "a")]
    [InlineData("价格是1980元 [2]。", "价格是1980元。", "b")]
    [InlineData("两条都用到【1，2】", "两条都用到", "a,b")]
    [InlineData("没有标注", "没有标注", "")]
    [InlineData("型号[22]是新款[1]", "型号[22]是新款", "a")]
    [InlineData("编号[2026]", "编号[2026]", "")]
    public void Marks_name_the_evidence_and_leave_the_text(string written, string told, string ids)
    {
        var (text, marked) = ModelAnswer.Read(written, Given);

        text.ShouldBe(told);
        string.Join(',', marked.Select(piece => piece.Id)).ShouldBe(ids);
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
    public async Task What_a_try_left_unsaid_does_not_begin_the_answer_of_the_next_one()
    {
        List<string> read = [];
        var release = new SentenceRelease(
            (sentence, _) =>
            {
                read.Add(sentence);
                return ValueTask.CompletedTask;
            },
            _ => true);
        await release.TakeAsync("让我查", TestContext.Current.CancellationToken);

        release.Forget();
        await release.TakeAsync("价格是1980元。", TestContext.Current.CancellationToken);
        await release.TakeAsync("谢谢", TestContext.Current.CancellationToken);

        read.ShouldBe(["价格是1980元。"]);
    }
}
