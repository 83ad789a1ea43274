using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Tests.Journal;

public sealed class CaptureGapsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_full_queue_makes_one_gap_of_a_run_of_drops_in_a_chat()
    {
        var state = JournalState.Empty("ledger");
        for (var message = 0; message < 10; message++)
        {
            state = MessageQueue.Add(state, [Message($"m{message}", message % 3 == 0 ? "c_2" : "c_1")], limit: 2);
        }

        state.Queue.Select(message => message.Id).ShouldBe(["m8", "m9"]);
        state.OpenGaps.Select(gap => (gap.ChatId, gap.Reason, gap.Missing)).ShouldBe(
            [("c_2", "queue_full", 3), ("c_1", "queue_full", 5)]);
        state.Gaps.ShouldBe(8);
    }

    [Fact]
    public void A_gap_that_the_server_was_told_keeps_its_count_and_what_is_dropped_later_gets_a_record_of_its_own()
    {
        var state = CaptureGaps.Tell(CaptureGaps.Add(JournalState.Empty("ledger"), Gap("g1", missing: 3), limit: 10));
        state = CaptureGaps.Add(state, Gap("g2", missing: 1), limit: 10);
        state = CaptureGaps.Add(state, Gap("g3", missing: 2), limit: 10);
        state.OpenGaps.Select(gap => (gap.GapId, gap.Missing)).ShouldBe([("g1", 3), ("g2", 3)]);

        state = CaptureGaps.Acknowledge(state, "g1");

        state.OpenGaps.ShouldHaveSingleItem().GapId.ShouldBe("g2");
        state.Gaps.ShouldBe(6);
    }

    [Fact]
    public void Gaps_of_different_reasons_stay_apart()
    {
        var state = CaptureGaps.Add(JournalState.Empty("ledger"), Gap("g1", missing: 3), limit: 10);

        state = CaptureGaps.Add(state, Gap("g2", missing: 0) with { Reason = CaptureGaps.TailLost }, limit: 10);

        state.OpenGaps.Count.ShouldBe(2);
        state.Gaps.ShouldBe(4, "a gap of unknown size counts as one");
    }

    [Fact]
    public void Beyond_the_limit_the_oldest_gives_way_and_stays_in_the_count()
    {
        var state = JournalState.Empty("ledger");
        for (var chat = 0; chat < 5; chat++)
        {
            state = CaptureGaps.Add(state, Gap($"g{chat}", missing: 1) with { ChatId = $"c_{chat}" }, limit: 3);
        }

        state.OpenGaps.Select(gap => gap.GapId).ShouldBe(["g2", "g3", "g4"]);
        state.Gaps.ShouldBe(5);
    }

    [Fact]
    public void Telling_again_and_an_acknowledgement_of_what_is_not_open_change_nothing()
    {
        var state = CaptureGaps.Tell(CaptureGaps.Add(JournalState.Empty("ledger"), Gap("g1", missing: 3), limit: 10));

        CaptureGaps.Tell(state).ShouldBe(state);
        CaptureGaps.Acknowledge(state, "other").ShouldBe(state);
    }

    private static CaptureGap Gap(string id, int missing) =>
        new(id, "c_1", "张三", IsGroup: false, CaptureGaps.QueueFull, missing, Now);

    private static QueuedMessage Message(string id, string chatId) => new(
        id, chatId, "张三", "张三", "在吗", Now, IsGroup: false, IsAtMe: false, "other", Traceparent: null);
}
