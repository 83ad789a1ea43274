using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Tests.Replies;

public sealed class ReplyPolicyTests
{
    private static readonly MessageOptions Options = new();
    private static readonly Evidence[] Found = [new("faq-1", "faq", "faq.jsonl", "7kW 充电桩多少钱", "1999 元", 0.7)];

    [Theory]
    [InlineData(0.75, DecisionAction.Reply)]
    [InlineData(0.7499, DecisionAction.Clarify)]
    [InlineData(0.55, DecisionAction.Clarify)]
    [InlineData(0.5499, DecisionAction.Handoff)]
    public void Confidence_decides_between_answer_question_and_person(double confidence, string action) =>
        ReplyPolicy.Judge(Written(confidence), Found, Autonomy.Auto, Options).Action.ShouldBe(action);

    [Theory]
    [InlineData(0.9, DecisionAction.Draft, "unknown_side")]
    [InlineData(0.6, DecisionAction.Draft, "unknown_side")]
    [InlineData(0.1, DecisionAction.Handoff, "low_confidence")]
    public void Whatever_the_confidence_nothing_is_typed_for_a_turn_of_unknown_side(double confidence, string action, string reason)
    {
        var verdict = ReplyPolicy.ForPerson(ReplyPolicy.Judge(Written(confidence), Found, Autonomy.Auto, Options));

        verdict.ShouldSatisfyAllConditions(
            v => v.Action.ShouldBe(action), v => v.Reason.ShouldBe(reason), v => v.Deliver.ShouldBeFalse());
    }

    [Theory]
    [InlineData(Autonomy.Auto, DecisionAction.Handoff, true)]
    [InlineData(Autonomy.Draft, DecisionAction.Draft, false)]
    [InlineData(Autonomy.Shadow, DecisionAction.Handoff, false)]
    public void A_claim_without_evidence_is_never_sent_by_a_machine(string autonomy, string action, bool delivered)
    {
        var verdict = ReplyPolicy.Judge(Written(0.99) with { ForPerson = true }, Found, autonomy, Options);

        verdict.ShouldSatisfyAllConditions(
            v => v.Action.ShouldBe(action), v => v.Reason.ShouldBe(ReplyPolicy.Unsupported), v => v.Deliver.ShouldBe(delivered));
        (verdict.Text == Options.HandoffText).ShouldBe(autonomy != Autonomy.Draft);
    }

    [Fact]
    public void What_is_ignored_stays_ignored_for_a_turn_of_unknown_side() =>
        ReplyPolicy.ForPerson(ReplyPolicy.JudgeScreened(Screening.AutonomyOff, Autonomy.Off, Options)).Action.ShouldBe(DecisionAction.Ignore);

    [Theory]
    [InlineData(Screening.UnreadableKind, Autonomy.Auto, DecisionAction.Clarify, true)]
    [InlineData(Screening.UnreadableKind, Autonomy.Draft, DecisionAction.Draft, false)]
    [InlineData(Screening.UnreadableKind, Autonomy.Shadow, DecisionAction.Ignore, false)]
    [InlineData(Screening.StaleAsk, Autonomy.Auto, DecisionAction.Handoff, false)]
    [InlineData(Screening.StaleIgnored, Autonomy.Auto, DecisionAction.Ignore, false)]
    public void A_screened_turn_ends_by_its_reason_and_autonomy(string reason, string autonomy, string action, bool delivered)
    {
        var verdict = ReplyPolicy.JudgeScreened(reason, autonomy, Options);

        verdict.ShouldSatisfyAllConditions(v => v.Action.ShouldBe(action), v => v.Deliver.ShouldBe(delivered));
    }

    [Fact]
    public void Who_comes_late_is_told_nothing() =>
        ReplyPolicy.JudgeScreened(Screening.StaleAsk, Autonomy.Auto, Options).Text.ShouldBeNull();

    [Fact]
    public void A_question_back_names_what_was_found()
    {
        var verdict = ReplyPolicy.Judge(Written(0.6), Found, Autonomy.Auto, Options);

        verdict.Text!.ShouldContain("7kW 充电桩多少钱");
    }

    [Fact]
    public void No_answer_is_a_hand_off_with_its_reason()
    {
        var verdict = ReplyPolicy.Judge(Answer.Missing("generation_timeout"), Found, Autonomy.Auto, Options);

        verdict.ShouldBe(new ReplyPolicy.Verdict(DecisionAction.Handoff, Options.HandoffText, 0, "generation_timeout", [], Deliver: true));
    }

    [Fact]
    public void An_answer_without_a_character_is_no_answer()
    {
        var blank = new ReplyGenerated(Guid.NewGuid(), " \n", 0.9, "model", null, null, ["faq-1"], DateTimeOffset.UnixEpoch);

        var verdict = ReplyPolicy.Judge(Answer.Written(blank), Found, Autonomy.Auto, Options);

        (verdict.Action, verdict.Reason).ShouldBe((DecisionAction.Handoff, "empty_answer"));
    }

    [Theory]
    [InlineData(Autonomy.Auto, DecisionAction.Reply, true)]
    [InlineData(Autonomy.Draft, DecisionAction.Draft, false)]
    [InlineData(Autonomy.Shadow, DecisionAction.Ignore, false)]
    [InlineData(Autonomy.Off, DecisionAction.Ignore, false)]
    [InlineData("nonsense", DecisionAction.Ignore, false)]
    public void Only_an_automatic_account_types_by_itself(string autonomy, string action, bool deliver)
    {
        var verdict = ReplyPolicy.Judge(Written(0.9), Found, autonomy, Options);

        (verdict.Action, verdict.Deliver).ShouldBe((action, deliver));
    }

    [Theory]
    [InlineData(Autonomy.Draft)]
    [InlineData(Autonomy.Shadow)]
    [InlineData(Autonomy.Off)]
    public void A_person_hears_of_a_hand_off_even_when_the_account_does_not_type(string autonomy)
    {
        var verdict = ReplyPolicy.JudgeScreened(Screening.HandOffWord, autonomy, Options);

        (verdict.Action, verdict.Deliver).ShouldBe((DecisionAction.Handoff, false));
    }

    private static Answer Written(double confidence) => new("1999 元", confidence, ["faq-1"], null);
}
