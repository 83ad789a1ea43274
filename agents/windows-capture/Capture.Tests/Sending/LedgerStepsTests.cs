using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Tests.Sending;

public sealed class LedgerStepsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_decision_that_is_in_work_is_not_taken_twice()
    {
        var state = Received("d1", "一");

        LedgerSteps.Receive(state, Decision("d1", "一"), Now).ShouldBeSameAs(state);
    }

    [Fact]
    public void A_decision_that_is_done_is_reported_again_and_not_typed_again()
    {
        var done = Acknowledged(Settle(Received("d1", "一"), SendOutcome.Verified), "d1", 0);

        var again = LedgerSteps.Receive(done, Decision("d1", "一"), Now);

        again.Ledger.ShouldBeEmpty();
        again.Reports.ShouldHaveSingleItem().Outcome.ShouldBe(SendOutcome.Verified);
    }

    [Theory]
    [InlineData(nameof(SendOutcome.Unknown), "earlier_part_unknown")]
    [InlineData(nameof(SendOutcome.NotSent), "earlier_part_not_sent")]
    public void A_part_that_is_not_verified_stops_the_parts_after_it(string outcome, string reason)
    {
        var how = Enum.Parse<SendOutcome>(outcome);

        var state = Settle(Received("d1", "一", "二", "三"), how);

        state.Ledger.ShouldBeEmpty();
        state.Reports.Select(report => report.Outcome)
            .ShouldBe([how, SendOutcome.NotSent, SendOutcome.NotSent]);
        state.Reports.Skip(1).ShouldAllBe(report => report.Reason == reason);
    }

    [Fact]
    public void A_refused_decision_ends_all_its_parts_for_the_reason_of_the_refusal()
    {
        var received = Received("d1", "一", "二", "三");

        var state = LedgerSteps.Settle(
            received, LedgerSteps.Heads(received).First(), SendVerdict.Refused("superseded"), Now, doneLimit: 100);

        state.Ledger.ShouldBeEmpty();
        state.Reports.Select(report => (report.Outcome, report.Reason))
            .ShouldBe(Enumerable.Repeat((SendOutcome.NotSent, (string?)"superseded"), 3));
    }

    [Fact]
    public void The_times_of_the_steps_go_with_the_outcome_and_are_those_of_the_last_attempt()
    {
        var state = Received("d1", "一");
        foreach (var (step, minute) in new[]
        {
            (SendStep.RecipientVerified, 1), (SendStep.Typed, 2), (SendStep.Entering, 3), (SendStep.Withdrawing, 4), (SendStep.Received, 5),
            (SendStep.RecipientVerified, 6), (SendStep.Typed, 7), (SendStep.Entering, 8),
        })
        {
            state = LedgerSteps.Reach(state, LedgerSteps.Heads(state).First(), step, Now.AddMinutes(minute));
        }

        var settled = LedgerSteps.Settle(
            state, LedgerSteps.Heads(state).First(), SendVerdict.Verified(remark: null), Now.AddMinutes(9), doneLimit: 100);

        settled.Reports.ShouldHaveSingleItem().Times.ShouldBe(
            new SendTimes(Now.AddMinutes(7), Now.AddMinutes(7), Now.AddMinutes(8), Now.AddMinutes(9)));
    }

    [Fact]
    public void A_verified_part_is_followed_by_the_next_one()
    {
        var state = Settle(Received("d1", "一", "二"), SendOutcome.Verified);

        LedgerSteps.Heads(state).First().Index.ShouldBe(1);
    }

    [Fact]
    public void Each_chat_has_its_oldest_decision_next_and_what_was_begun_comes_first()
    {
        var state = new[] { ("d1", "张三"), ("d2", "张三"), ("d3", "李四"), ("d4", "王五") }.Aggregate(
            Empty(), (current, one) => LedgerSteps.Receive(current, TestAgent.Decision(one.Item1, one.Item2, "一"), Now));
        var begun = LedgerSteps.Reach(state, LedgerSteps.Heads(state).Last(), SendStep.Typed, Now);

        LedgerSteps.Heads(state).Select(due => due.Decision.DecisionId).ShouldBe(["d1", "d3", "d4"]);
        LedgerSteps.Heads(begun).Select(due => due.Decision.DecisionId).ShouldBe(["d4", "d1", "d3"]);
    }

    [Fact]
    public void A_report_stays_until_the_server_has_it()
    {
        var state = Settle(Received("d1", "一"), SendOutcome.Verified);

        LedgerSteps.Open(state).ShouldBe(["d1"]);
        LedgerSteps.Open(Acknowledged(state, "d1", 0)).ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_newest_finished_decisions_are_remembered()
    {
        var state = Empty();
        for (var i = 0; i < 5; i++)
        {
            state = Settle(LedgerSteps.Receive(state, Decision($"d{i}", "一"), Now), SendOutcome.Verified, doneLimit: 3);
        }

        state.Done.Select(done => done.DecisionId).ShouldBe(["d2", "d3", "d4"]);
    }

    [Fact]
    public void A_row_that_comes_late_turns_unknown_into_verified_and_the_server_hears_it()
    {
        var state = Acknowledged(Settle(Received("d1", "一"), SendOutcome.Unknown), "d1", 0);
        var text = LedgerSteps.EnteredTexts(state, TestAgent.ChatId("张三")).ShouldHaveSingleItem();

        var seen = LedgerSteps.RowsSeen(state, [text], Now);

        seen.Doubts.ShouldBeEmpty();
        seen.Done.ShouldHaveSingleItem().Outcomes.ShouldBe([SendOutcome.Verified]);
        var report = seen.Reports.ShouldHaveSingleItem();
        (report.Outcome, report.Reason).ShouldBe((SendOutcome.Verified, "seen_late"));
    }

    [Fact]
    public void A_text_that_was_not_typed_yet_claims_no_row() =>
        LedgerSteps.EnteredTexts(Received("d1", "一"), TestAgent.ChatId("张三")).ShouldBeEmpty();

    [Fact]
    public void A_text_claims_rows_of_its_own_chat_only()
    {
        var state = LedgerSteps.Advance(Received("d1", "一"), "d1", 0, part => part with { Entered = true });

        LedgerSteps.EnteredTexts(state, TestAgent.ChatId("李四")).ShouldBeEmpty();
        LedgerSteps.EnteredTexts(state, TestAgent.ChatId("张三"))
            .ShouldBe([new RowAbsorption.EnteredText("d1", 0, "一")]);
    }

    private static JournalState Empty() => JournalState.Empty("ledger");

    private static LedgerDecision Decision(string id, params string[] parts) => TestAgent.Decision(id, "张三", parts);

    private static JournalState Received(string id, params string[] parts) =>
        LedgerSteps.Receive(Empty(), Decision(id, parts), Now);

    private static JournalState Settle(JournalState state, SendOutcome outcome, int doneLimit = 100) =>
        LedgerSteps.Settle(
            state, LedgerSteps.Heads(state).First(), new SendVerdict(outcome, "because", Traceparent: null), Now, doneLimit);

    private static JournalState Acknowledged(JournalState state, string id, int part) =>
        LedgerSteps.Acknowledge(state, id, part);
}
