using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tests.Guard;

public class EvidenceGuardTests
{
    private const double MostStopped = 0.03;

    private static readonly EvidenceGuard Guard = new();

    [Fact]
    public void Every_unsupported_answer_is_stopped()
    {
        var unsupported = GuardedAnswers.All.Where(answer => !answer.IsSupported).ToList();

        unsupported.Count.ShouldBeGreaterThanOrEqualTo(100);
        unsupported.Where(answer => Guard.Check(answer.Text, answer.Support).Count == 0).Select(answer => answer.Text).ShouldBeEmpty();
    }

    [Fact]
    public void At_most_three_of_a_hundred_supported_answers_are_stopped()
    {
        var supported = GuardedAnswers.All.Where(answer => answer.IsSupported).ToList();
        var stopped = supported.Where(answer => Guard.Check(answer.Text, answer.Support).Count > 0).Select(answer => answer.Text).ToList();

        supported.Count.ShouldBeGreaterThanOrEqualTo(200);
        stopped.Count.ShouldBeLessThanOrEqualTo((int)(supported.Count * MostStopped), string.Join('\n', stopped));
    }

    [Fact]
    public void Without_evidence_every_unsupported_answer_is_stopped_too() =>
        GuardedAnswers.All
            .Where(answer => !answer.IsSupported && Guard.Check(answer.Text, answer.Support with { Evidence = [] }).Count == 0)
            .Select(answer => answer.Text)
            .ShouldBeEmpty();

    [Fact]
    public void What_the_evidence_says_may_be_said_in_its_words() =>
        GuardedAnswers.All
            .SelectMany(answer => answer.Support.Evidence)
            .DistinctBy(piece => piece.Text)
            .Where(piece => Guard.Check(piece.Text, Support([piece])).Count > 0)
            .Select(piece => piece.Text)
            .ShouldBeEmpty();

    [Theory]
    [InlineData("标价 998元", "只要９９８元", null)]
    [InlineData("标价 998元", "¥998.00", null)]
    [InlineData("标价 998元", "九百九十八块", null)]
    [InlineData("标价 998元", "九百九十块", "price")]
    [InlineData("功率 7kW", "7千瓦的", null)]
    [InlineData("1月18日到货", "一月十八到", null)]
    [InlineData("2026-01-16送达", "明天送达", null)]
    [InlineData("2026-01-16送达", "后天送达", "date")]
    [InlineData("电话 400-820-1234", "请拨4008201235", "phone")]
    [InlineData("看 a-shop.cn/help", "请看 a-shop.cn/other", "url")]
    [InlineData("型号 DC-120K", "是DC240K", "model_number")]
    [InlineData("库存 35 台", "库存53台", "stock")]
    [InlineData("含羊毛80%", "含羊毛九成", "percentage")]
    [InlineData("不包邮", "包邮的", "promise")]
    [InlineData("包邮", "不包邮的", null)]
    [InlineData("单价49元", "一共98元", "price")]
    public void A_finding_names_its_kind(string evidence, string answer, string? kind) =>
        Guard.Check(answer, Support([new Evidence("e", "faq", "s", "", evidence, 1)])).Select(finding => finding.Kind).Distinct().ShouldBe(kind is null ? [] : [kind]);

    [Fact]
    public void A_finding_tells_where_the_claim_stands()
    {
        var answer = "您好，现在只要 ９９８ 元。";

        var finding = Guard.Check(answer, Support([])).Single();

        answer.Substring(finding.Start, finding.Text.Length).ShouldBe(finding.Text);
        finding.Text.ShouldBe("９９８ 元");
    }

    [Theory]
    [InlineData("我要3台", "好的，3台。", false)]
    [InlineData("库存有3台吧", "库存还有3台。", true)]
    [InlineData("800元可以吗", "800元可以。", true)]
    [InlineData("打八折吧", "好的，八折。", true)]
    [InlineData("包邮吗", "包邮。", true)]
    [InlineData("订单AB12345678", "订单AB12345678我帮您转人工查询。", false)]
    [InlineData("电话13800138000", "您的电话13800138000已记录。", false)]
    public void The_customers_words_support_what_is_the_customers(string customer, string answer, bool stopped) =>
        (Guard.Check(answer, new GuardSupport([], [customer], CustomerName: null, GuardedAnswers.Today)).Count > 0).ShouldBe(stopped);

    [Theory]
    [InlineData("1")]
    [InlineData("一")]
    [InlineData("免")]
    [InlineData("1,")]
    [InlineData("1-")]
    [InlineData("不")]
    [InlineData("百分之")]
    [InlineData("+86 ")]
    [InlineData("亿1")]
    [InlineData("a.")]
    [InlineData("周一至")]
    [InlineData("😀")]
    public void Long_and_odd_texts_are_read_to_their_end(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 20_000 / part.Length));

        Should.NotThrow(() => Guard.Check(text, Support([new Evidence("e", "faq", "s", part, part, 1)])));
    }

    private static GuardSupport Support(IReadOnlyList<Evidence> evidence) => new(evidence, [], CustomerName: null, GuardedAnswers.Today);
}
