using WeChatPlatform.Contracts;
using WeChatPlatform.Privacy;
using WeChatPlatform.Rag.Learning;
using static WeChatPlatform.Rag.Tests.Learning.Closings;

namespace WeChatPlatform.Rag.Tests.Learning;

/// <summary>The gate: what of a conversation is learned, waits for a person, or is dropped.</summary>
public sealed class PairExtractionTests
{
    private const string Power = "单相最大支持七千瓦，三相最大支持十一千瓦，具体看户内电表容量。";

    private static readonly LearningOptions Options = new();
    private static readonly SpokenRedactor Redactor = new(["021-12345678"]);

    [Fact]
    public void A_sure_answer_that_the_customer_thanks_for_may_be_published()
    {
        var pair = Only(Answered("您好，请问充电桩支持多大功率？", Power), Says("明白了谢谢"));

        pair.ShouldSatisfyAllConditions(
            p => p.Verdict.ShouldBe(GateVerdict.Publish), p => p.Question.ShouldBe("充电桩支持多大功率？"), p => p.Answer.ShouldBe(Power),
            p => p.Source.ShouldBe("machine"), p => p.Quality.ShouldBe(0.97, 0.001));
    }

    [Theory]
    [InlineData("021-12345678", true)]
    [InlineData("021-87654321", false)]
    public void A_phone_of_the_company_may_be_learned_and_another_one_not(string phone, bool isTaken) =>
        Only(Answered("安装怎么预约？", $"安装请拨打预约热线 {phone}，工作日九点到十八点有人接听。"), Says("明白了谢谢")).Verdict.ShouldBe(isTaken ? GateVerdict.Publish : GateVerdict.Drop);

    [Theory]
    [InlineData(0.75, false)]
    [InlineData(0.76, true)]
    public void The_answer_must_have_been_surer_than_three_quarters(double confidence, bool isTaken) =>
        Only(Answered("充电桩支持多大功率？", Power, confidence), Says("谢谢")).Verdict.ShouldBe(isTaken ? GateVerdict.Publish : GateVerdict.Drop);

    [Fact]
    public void A_quality_between_the_two_marks_waits_for_a_person()
    {
        var pair = Only(Answered("充电桩支持多大功率？", Power), Says("好的"));

        (pair.Verdict, pair.Reason).ShouldBe((GateVerdict.Review, "quality"));
        pair.Quality.ShouldBeInRange(0.70, 0.7999);
    }

    [Theory]
    [InlineData("7kW充电桩", "no_question")]
    [InlineData("你好", "no_question")]
    [InlineData("保修多久？\n多少钱？", "no_question")]
    public void Only_one_question_in_words_of_its_own_is_taken(string question, string reason) =>
        Only(Answered(question, Power), Says("谢谢")).ShouldSatisfyAllConditions(
            p => p.Verdict.ShouldBe(GateVerdict.Drop), p => p.Reason.ShouldBe(reason), p => p.Question.ShouldBeEmpty());

    [Theory]
    [InlineData("抱歉，暂时无法回答您的这个问题，请您联系我们的人工客服。", "refusal")]
    [InlineData("支持，最大七千瓦。", "length")]
    [InlineData("您的订单今天下午就能从仓库发出，请您耐心等待。", "personal")]
    [InlineData("请拨打王工的手机 13812345678，他会上门为您检查线路。", "personal")]
    public void An_answer_that_helps_nobody_else_is_dropped(string answer, string reason) =>
        Only(Answered("充电桩支持多大功率？", answer), Says("谢谢")).ShouldSatisfyAllConditions(
            p => p.Verdict.ShouldBe(GateVerdict.Drop), p => p.Reason.ShouldBe(reason), p => p.Answer.ShouldBeEmpty());

    [Theory]
    [InlineData("不对，说的不是这个")]
    [InlineData("充电桩支持的功率多大？")]
    [InlineData("我要投诉")]
    public void A_dissatisfied_customer_teaches_nothing(string after) =>
        Only(Answered("充电桩支持多大功率？", Power), Says(after), Says("谢谢")).Reason.ShouldBe("dissatisfied");

    [Theory]
    [InlineData("这样接线对不对？")]
    [InlineData("没用过三相的，装单相就行")]
    public void What_merely_sounds_like_a_complaint_is_none(string after) =>
        Only(Answered("充电桩支持多大功率？", Power), Says(after), Says("好的谢谢")).Verdict.ShouldBe(GateVerdict.Publish);

    [Fact]
    public void Who_asks_for_a_person_right_after_the_answer_was_dissatisfied() =>
        Only(Answered("充电桩支持多大功率？", Power), Says("转人工") with { Reason = "hand_off_word" }, Says("谢谢")).Reason.ShouldBe("dissatisfied");

    [Fact]
    public void What_a_person_says_of_the_customer_counts()
    {
        var closed = Closed(Answered("充电桩支持多大功率？", Power));

        PairExtraction.Of(closed with { Satisfied = false }, Options, Redactor).ShouldHaveSingleItem().Reason.ShouldBe("dissatisfied");
        PairExtraction.Of(closed with { Satisfied = true }, Options, Redactor).ShouldHaveSingleItem().Verdict.ShouldBe(GateVerdict.Publish);
        PairExtraction.Of(closed, Options, Redactor).ShouldHaveSingleItem().Reason.ShouldBe("low_quality");
    }

    [Fact]
    public void A_question_about_returns_is_a_subject_and_no_complaint() =>
        Only(Answered("充电桩支持多大功率？", Power), Says("以后可以退货吗？"), Says("好的谢谢")).Verdict.ShouldBe(GateVerdict.Publish);

    [Fact]
    public void What_the_ERP_said_is_true_today_only() =>
        Only(Answered("充电桩支持多大功率？", Power) with { EvidenceKinds = ["erp"] }, Says("谢谢")).Reason.ShouldBe("volatile");

    [Fact]
    public void An_answer_that_rests_on_nothing_teaches_nothing() =>
        Only(Answered("你是机器人吗？", "是的，我是AI助手，不是真人。您可以继续向我提问。", 1) with { EvidenceKinds = [] }, Says("谢谢")).Reason.ShouldBe("no_evidence");

    [Fact]
    public void The_notice_that_an_AI_answers_is_no_part_of_the_answer() =>
        Only(Answered("充电桩支持多大功率？", $"{Power}\n（本消息由AI助手回复，需要人工服务请回复“转人工”）"), Says("谢谢")).Answer.ShouldBe(Power);

    [Fact]
    public void Another_wording_of_an_entry_waits_for_a_person() =>
        Only(Answered("充电桩支持多大功率？", Power) with { EvidenceKinds = ["faq"], EvidenceScore = 0.85 }, Says("谢谢")).ShouldSatisfyAllConditions(
            p => p.Verdict.ShouldBe(GateVerdict.Review), p => p.Reason.ShouldBe("rests_on_faq"));

    [Fact]
    public void A_wording_that_finds_its_answer_surely_is_known() =>
        Only(Answered("充电桩支持多大功率？", Power) with { EvidenceKinds = ["faq"], EvidenceScore = 1 }, Says("谢谢")).Reason.ShouldBe("known");

    [Fact]
    public void Of_what_staff_wrote_the_lines_that_answer_are_taken_and_a_person_looks_at_them()
    {
        var pair = Only(
            ByStaff("充电桩安装要多少钱？", "您好", "我帮您看一下", "安装费是 580 元，含 20 米线缆", "还有什么可以帮您？"), Says("好的谢谢"));

        pair.ShouldSatisfyAllConditions(
            p => p.Answer.ShouldBe("安装费是 580 元，含 20 米线缆"), p => p.Source.ShouldBe("staff"),
            p => (p.Verdict, p.Reason).ShouldBe((GateVerdict.Review, "staff_answer")), p => p.Confidence.ShouldBeGreaterThan(0.75));
    }

    [Fact]
    public void What_staff_answered_stands_before_what_the_machine_did() =>
        Only(Answered("充电桩安装要多少钱？", Power) with { StaffReplies = ["更正一下，安装费用是 580 元"] }, Says("谢谢")).Source.ShouldBe("staff");

    [Fact]
    public void A_promise_of_staff_is_no_answer() =>
        PairExtraction.Of(Closed(ByStaff("充电桩安装要多少钱？", "稍等", "我问一下师傅"), Says("好的")), Options, Redactor).ShouldBeEmpty();

    [Fact]
    public void A_question_that_points_back_waits_for_a_person() =>
        Only(Answered("那个支持多大功率？", Power), Says("谢谢")).Reason.ShouldBe("needs_context");

    [Fact]
    public void Whoever_asked_is_not_in_the_pair() =>
        Only(Answered("我是张三丰，充电桩支持多大功率？", $"张三丰您好，{Power}"), Says("谢谢")).ShouldSatisfyAllConditions(
            p => p.Question.ShouldBe("我是[姓名]，充电桩支持多大功率？"), p => p.Answer.ShouldBe(Power), p => p.Reason.ShouldBe("personal_question"));

    private static ExtractedPair Only(params ClosedTurn[] turns) => PairExtraction.Of(Closed(turns), Options, Redactor).ShouldHaveSingleItem();
}
