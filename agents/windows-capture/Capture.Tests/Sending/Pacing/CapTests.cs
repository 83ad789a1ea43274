using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Sending.Pacing;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Sending.Pacing;

/// <summary>How many texts go out in an hour and a day, and to whom.</summary>
public sealed class CapTests : PaceTest
{
    [Fact]
    public async Task What_goes_beyond_the_hour_waits_until_the_oldest_text_is_an_hour_old()
    {
        Start(pace => pace.PerHour = 3);
        foreach (var customer in Customers)
        {
            Answer(customer, "您好");
        }

        await RoundsAsync();
        (SentInAll(), Held).ShouldBe((3, "pace_hour"));

        await LaterAsync(TimeSpan.FromMinutes(50));
        SentInAll().ShouldBe(3);

        await LaterAsync(TimeSpan.FromMinutes(10));
        SentInAll().ShouldBe(6);
        Held.ShouldBeNull();
        Customers.ShouldAllBe(customer => Sent(customer).Count == 1);
    }

    [Fact]
    public async Task The_day_counts_beside_the_hour()
    {
        Start(pace => (pace.PerHour, pace.PerDay) = (2, 3));
        foreach (var customer in Customers)
        {
            Answer(customer, "您好");
        }

        await RoundsAsync();
        (SentInAll(), Held).ShouldBe((2, "pace_hour"));

        await LaterAsync(TimeSpan.FromMinutes(61));
        (SentInAll(), Held).ShouldBe((3, "pace_day"));

        await LaterAsync(TimeSpan.FromHours(22));
        SentInAll().ShouldBe(3);

        await LaterAsync(TimeSpan.FromHours(2));
        SentInAll().ShouldBe(5);
    }

    [Fact]
    public async Task A_restart_forgets_nothing_that_was_sent()
    {
        Start(pace => pace.PerHour = 2);
        Answer("张三", "您好");
        Answer("李四", "您好");
        await RoundsAsync();

        Start(pace => pace.PerHour = 2);
        Answer("王五", "您好");
        await RoundsAsync();

        (SentInAll(), Held).ShouldBe((2, "pace_hour"));
    }

    [Fact]
    public async Task A_chat_that_had_enough_waits_and_no_other_does()
    {
        Start(pace => pace.PerChatPerHour = 2);
        Answer("张三", "一");
        Answer("张三", "二");
        Answer("张三", "三");
        Answer("李四", "您好");
        await RoundsAsync();

        Sent("张三").ShouldBe(["一", "二"]);
        Sent("李四").ShouldBe(["您好"]);
        Held.ShouldBe("pace_chat");

        await LaterAsync(TimeSpan.FromMinutes(61));
        Sent("张三").ShouldBe(["一", "二", "三"]);
    }

    [Fact]
    public async Task What_waits_keeps_the_order_of_its_chat()
    {
        Start(pace => (pace.SameTextChats, pace.SameTextLength) = (1, 2));
        Answer("李四", "有货的");
        Answer("张三", "有货的");
        Answer("张三", "今天发货");
        await RoundsAsync();
        Sent("张三").ShouldBeEmpty();

        await LaterAsync(TimeSpan.FromMinutes(61));
        Sent("张三").ShouldBe(["有货的", "今天发货"]);
    }

    [Fact]
    public async Task An_answer_goes_as_a_whole_or_waits_as_a_whole()
    {
        Start(pace => pace.PerHour = 4);
        Answer("张三", "一", "二", "三");
        Answer("李四", "一", "二");
        await RoundsAsync();
        Sent("张三").ShouldBe(["一", "二", "三"]);
        Sent("李四").ShouldBeEmpty();

        await LaterAsync(TimeSpan.FromMinutes(61));
        Sent("李四").ShouldBe(["一", "二"]);
    }

    [Fact]
    public async Task An_answer_that_is_longer_than_the_cap_goes_when_nothing_else_was_sent()
    {
        Start(pace => pace.PerHour = 2);
        Answer("张三", "一", "二", "三");
        await RoundsAsync();
        Sent("张三").ShouldBe(["一", "二", "三"]);
    }

    [Fact]
    public async Task What_was_certainly_not_sent_does_not_count_and_attempts_are_one_text()
    {
        Start(pace => pace.PerHour = 2);
        World.Faults = new WorldFaults { EnterIgnored = 1 };
        Answer("张三", "您好");
        await RoundsAsync();
        Sent("张三").ShouldBe(["您好"]);
        Agent.Journal.State.Sent.Count.ShouldBe(1);

        World.Faults = new WorldFaults { EnterIgnored = 100 };
        Answer("李四", "您好");
        await RoundsAsync();
        Outcomes.ShouldContain(outcome => outcome.Outcome == SendOutcome.NotSent);
        Agent.Journal.State.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_unknown_counts_as_sent()
    {
        Start(pace => pace.PerHour = 1);
        World.Faults = new WorldFaults { RowDelayMs = 600_000 };
        Answer("张三", "您好");
        await RoundsAsync(3);
        World.Faults = new WorldFaults();
        Outcomes.ShouldContain(outcome => outcome.Outcome == SendOutcome.Unknown);
        Answer("李四", "您好");
        await RoundsAsync();

        Sent("李四").ShouldBeEmpty();
        Held.ShouldBe("pace_hour");
    }

    [Fact]
    public async Task A_clock_that_ran_ahead_and_was_put_right_holds_for_the_window_and_no_longer()
    {
        Start(pace => pace.PerHour = 1);
        Agent.Journal.Update(state => state with
        {
            Sent = [new SentText("old", 0, "chat", "digest", Clock.GetUtcNow().AddYears(3))],
            FirstSentAt = Clock.GetUtcNow().AddYears(3),
        });
        Answer("张三", "您好");
        await RoundsAsync();
        Held.ShouldBe("pace_hour");

        await LaterAsync(TimeSpan.FromMinutes(61));
        Sent("张三").ShouldBe(["您好"]);
    }

    [Fact]
    public async Task Nothing_older_than_a_day_is_kept()
    {
        Start(_ => { });
        Answer("张三", "您好");
        await RoundsAsync();
        await LaterAsync(TimeSpan.FromHours(25));
        Answer("张三", "在的");
        await RoundsAsync();

        Agent.Journal.State.Sent.ShouldHaveSingleItem().DecisionId.ShouldBe("d2");
    }

    [Fact]
    public async Task Without_limits_nothing_is_counted()
    {
        Start(pace => (pace.Limited, pace.PerHour) = (false, 1));
        Answer("张三", "您好");
        Answer("李四", "您好");
        await RoundsAsync();

        SentInAll().ShouldBe(2);
        Agent.Journal.State.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_journal_of_an_agent_without_a_pace_is_taken_over()
    {
        var old = JournalState.Empty("ledger") with { Format = 0, Sent = null! };
        old.InNewestFormat().Sent.ShouldBeEmpty();
        Start(_ => { });
        Answer("张三", "您好");
        await RoundsAsync();
        Agent.Journal.State.FirstSentAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(20, 600)]
    [InlineData(10_000, 3_000)]
    public void The_time_before_a_text_grows_with_its_length_between_two_bounds(int length, int milliseconds) =>
        PartSender.TimeBefore(new string('好', length), new PaceOptions()).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
}
