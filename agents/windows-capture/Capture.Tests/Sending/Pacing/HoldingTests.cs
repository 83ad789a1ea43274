using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Sending.Pacing;
using WeChatPlatform.Capture.Sending.Pacing.Conditions;

namespace WeChatPlatform.Capture.Tests.Sending.Pacing;

/// <summary>Warm-up, quiet hours, one text to many, and what becomes of that which waits.</summary>
public sealed class HoldingTests : PaceTest
{
    private const string Long = "充电桩的安装分三步：先勘察现场，再确认电表容量，最后预约师傅上门，全程大约需要一周的时间。";

    [Fact]
    public async Task A_new_account_sends_little_at_first_and_more_from_day_to_day()
    {
        Start(pace => (pace.PerHour, pace.PerDay, pace.WarmUpDays, pace.WarmUpStartPercent) = (100, 8, 2, 25), isAged: false);
        foreach (var customer in Customers.Concat(Customers))
        {
            Answer(customer, "您好");
        }

        await RoundsAsync();
        (SentInAll(), Held).ShouldBe((2, "warm_up"));

        await LaterAsync(TimeSpan.FromHours(24.1));
        (SentInAll(), Held).ShouldBe((2 + 5, "warm_up"));

        await LaterAsync(TimeSpan.FromHours(24.1));
        (SentInAll(), Held).ShouldBe((12, null));
    }

    [Theory]
    [InlineData(0, 25)]
    [InlineData(1, 43)]
    [InlineData(3, 81)]
    public void A_cap_grows_evenly_through_the_warm_up(int day, int cap) =>
        WarmingUp.CapOn(100, day, new PaceOptions { WarmUpDays = 4, WarmUpStartPercent = 25 }).ShouldBe(cap);

    [Fact]
    public async Task A_restart_does_not_begin_the_warm_up_anew()
    {
        Start(pace => (pace.PerDay, pace.WarmUpDays, pace.WarmUpStartPercent) = (4, 1, 25), isAged: false);
        Answer("张三", "您好");
        await RoundsAsync();
        await LaterAsync(TimeSpan.FromHours(24.1));
        Start(pace => (pace.PerDay, pace.WarmUpDays, pace.WarmUpStartPercent) = (4, 1, 25), isAged: false);
        foreach (var customer in Customers)
        {
            Answer(customer, "在的");
        }

        await RoundsAsync();
        (SentInAll(), Held).ShouldBe((1 + 4, "pace_day"));
    }

    [Fact]
    public async Task An_account_that_is_aged_has_no_warm_up()
    {
        Start(pace => (pace.PerDay, pace.WarmUpStartPercent) = (6, 1));
        foreach (var customer in Customers)
        {
            Answer(customer, "您好");
        }

        await RoundsAsync();
        SentInAll().ShouldBe(6);
    }

    // The clock of these tests starts at 09:00.
    [Theory]
    [InlineData("", "09:00", false)]
    [InlineData("08:00-10:00", "09:00", true)]
    [InlineData("09:00-10:00", "09:00", true)]
    [InlineData("08:00-09:00", "09:00", false)]
    [InlineData("23:00-07:00", "23:30", true)]
    [InlineData("23:00-07:00", "06:59", true)]
    [InlineData("23:00-07:00", "12:00", false)]
    [InlineData("07:00-07:00", "07:00", false)]
    public void It_is_quiet_from_the_first_minute_to_before_the_last(string hours, string now, bool isQuiet) =>
        InQuietHours.Contain(hours, DateTimeOffset.Parse($"2026-03-02T{now}:00Z", System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(isQuiet);

    [Fact]
    public async Task In_quiet_hours_nothing_is_begun_whatever_the_server_says_and_then_all_goes()
    {
        Start(pace => pace.QuietHours = "08:00-10:00");
        Answer("张三", "您好");
        await RoundsAsync();
        (SentInAll(), Held).ShouldBe((0, "quiet_hours"));
        Agent.Questions.ShouldAllBe(question => question.HeldBy == "quiet_hours" && question.Step == GateStep.Open);

        await LaterAsync(TimeSpan.FromHours(1));
        (SentInAll(), Held).ShouldBe((1, null));
    }

    [Fact]
    public async Task One_text_goes_to_so_many_chats_and_another_text_to_the_next_one()
    {
        Start(pace => pace.SameTextChats = 2);
        foreach (var customer in Customers.Take(3))
        {
            Answer(customer, Long);
        }

        Answer("赵六", "今天不发货了，明天一早给您发，请放心，单号会在发货之后第一时间告诉您，感谢您的理解和支持！");
        await RoundsAsync();

        Customers.Take(4).Select(customer => Sent(customer).Count).ShouldBe([1, 1, 0, 1]);
        Held.ShouldBe("same_text");

        await LaterAsync(TimeSpan.FromMinutes(61));
        Sent("王五").ShouldBe([Long]);
    }

    [Fact]
    public async Task A_chat_that_had_the_text_may_have_it_again()
    {
        Start(pace => pace.SameTextChats = 1);
        Answer("张三", Long);
        Answer("张三", Long);
        await RoundsAsync();
        Sent("张三").ShouldBe([Long, Long]);
    }

    [Theory]
    [InlineData("充电桩的安装*")]
    [InlineData(Long)]
    public async Task Texts_that_everybody_may_have_are_named(string exception)
    {
        Start(pace => (pace.SameTextChats, pace.SameTextExceptions) = (1, [exception]));
        foreach (var customer in Customers)
        {
            Answer(customer, Long);
        }

        await RoundsAsync();
        SentInAll().ShouldBe(Customers.Count);
    }

    [Fact]
    public async Task By_default_ten_customers_who_ask_the_same_get_their_answer()
    {
        var defaults = new PaceOptions();
        (defaults.SameTextChats, defaults.SameTextMinutes, Long.Length >= defaults.SameTextLength).ShouldBe((10, 60, true));
        Start(_ => { });
        foreach (var customer in Customers)
        {
            Answer(customer, Long);
        }

        await RoundsAsync();
        SentInAll().ShouldBe(Customers.Count);
    }

    [Fact]
    public async Task The_server_is_told_what_an_answer_waits_for_and_what_it_refuses_ends()
    {
        Start(pace => pace.PerChatPerHour = 1);
        Answer("张三", "一");
        await RoundsAsync();
        var late = Answer("张三", "二");
        await RoundsAsync();
        Agent.Questions[^1].ShouldBe(new GateQuestion(late, 0, GateStep.Open, HeldBy: "pace_chat"));
        var asked = Agent.Questions.Count;

        Agent.Gate = question => question.DecisionId == late ? GateAnswer.Refuse("expired") : GateAnswer.Go;
        await LaterAsync(TimeSpan.FromMinutes(1));

        Outcomes.ShouldContain((late, SendOutcome.NotSent, "expired"));
        Agent.Questions.Count.ShouldBe(asked + 1);
        Sent("张三").ShouldBe(["一"]);
        Held.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_crash_interrupted_is_cleared_up_at_once_and_typed_when_its_time_comes()
    {
        Start(pace => pace.PerHour = 1);
        Agent.Desktop.Reached = act =>
        {
            if (act == "after set")
            {
                throw new KilledException();
            }
        };
        Answer("李四", "有货的");
        await Should.ThrowAsync<KilledException>(() => RoundsAsync());

        Start(pace => (pace.PerHour, pace.QuietHours) = (1, "08:00-10:00"));
        await RoundsAsync();

        World.Read((chats, _) => chats.Single(chat => chat.Name == "李四").Draft).ShouldBe("");
        (SentInAll(), Held).ShouldBe((0, "quiet_hours"));

        await LaterAsync(TimeSpan.FromHours(1));
        Sent("李四").ShouldBe(["有货的"]);
    }

    [Fact]
    public void The_documents_list_the_conditions_in_the_order_in_which_they_are_asked()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "WeChatPlatform.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var listed = File.ReadLines(Path.Combine(folder, "docs", "reliability.md"))
            .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells is [_, "the account" or "the chat", ..])
            .Select(cells => $"{cells[0].Trim('`')} {cells[1]}");

        listed.ShouldBe(PaceTable.Conditions
            .Select(condition => $"{condition.Reason} {(condition.IsOfAccount ? "the account" : "the chat")}"));
    }
}
