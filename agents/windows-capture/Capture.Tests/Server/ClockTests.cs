using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Server;

/// <summary>A PC whose clock is hours off, or is put right while the agent runs.</summary>
public sealed class ClockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(9)]
    [InlineData(-9)]
    public async Task A_clock_that_is_hours_off_changes_nothing_that_the_customer_or_the_server_notices(int hours)
    {
        var clock = new WrongClock { Off = TimeSpan.FromHours(hours) };
        var world = new SimulatedWorld(null, clock, TestAgent.Nickname);
        var chat = world.CreateChat("张三", null, allowSameName: false)!;
        await using var server = await FakeServer.StartAsync();
        await using var agent = await RunningAgent.StartAsync(_folder.Path, server.Url, new WorldDesktop(world), clock: clock);
        await Eventually.HoldsAsync(() => agent.Health.DesktopState == "ok", "the agent at work");

        world.Say(chat, null, "在吗");
        await server.DecideAsync("d1", TestAgent.ChatId("张三"), "张三", isGroup: false, "您好");

        await Eventually.HoldsAsync(() => server.Deliveries.Count == 1 && server.Messages.Count == 1, "question and answer");
        ((string)server.Deliveries.Single()["outcome"]!).ShouldBe("verified");
        ((long)server.Messages.Single()["age_ms"]!).ShouldBeInRange(0, 60_000);
        server.Logins.ShouldBe(1);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(-9)]
    public async Task A_clock_that_jumps_while_a_message_waits_makes_it_neither_stale_nor_new(int hours)
    {
        var clock = new WrongClock();
        int port;
        await using (var first = await FakeServer.StartAsync())
        {
            port = new Uri(first.Url).Port;
        }

        var world = new SimulatedWorld(null, clock, TestAgent.Nickname);
        await using var agent = await RunningAgent.StartAsync(
            _folder.Path, $"http://127.0.0.1:{port}", new WorldDesktop(world), clock: clock);
        agent.Journal.Update(state => MessageQueue.Add(
            state, [Message("now", clock.GetUtcNow()), Message("before", clock.GetUtcNow().AddHours(-1))], 100));

        clock.Off = TimeSpan.FromHours(hours);
        await using var server = await FakeServer.StartAsync(port);

        await Eventually.HoldsAsync(() => server.Messages.Count == 2, "both messages");
        ((long)server.Messages.First()["age_ms"]!).ShouldBeInRange(0, 60_000);
        ((long)server.Messages.Last()["age_ms"]!).ShouldBeInRange(3_600_000, 3_660_000);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(-9)]
    public async Task A_clock_that_jumps_keeps_no_token_beyond_its_life_and_asks_for_none_before_its_time(int hours)
    {
        var clock = new WrongClock();
        await using var server = await FakeServer.StartAsync();
        server.TokenSeconds = 1;
        await using var agent = await RunningAgent.StartAsync(
            _folder.Path, server.Url, new WorldDesktop(new SimulatedWorld(null, clock, TestAgent.Nickname)), clock: clock,
            settings: ("Agent:Link:HeartbeatSeconds", "1"));
        await Eventually.HoldsAsync(() => !server.Heartbeats.IsEmpty, "the agent at work");

        clock.Off = TimeSpan.FromHours(hours);

        await Eventually.HoldsAsync(() => server.Logins >= 4, "further logins");
        server.Logins.ShouldBeLessThanOrEqualTo(server.Heartbeats.Count + 2);
    }

    private static QueuedMessage Message(string id, DateTimeOffset at) => new(
        id, "c_1", "张三", "张三", "在吗", at, IsGroup: false, IsAtMe: false, "other", Traceparent: null);

    /// <summary>The wall clock of a PC that somebody sets; timers and stop-watches go on.</summary>
    private sealed class WrongClock : TimeProvider
    {
        private long _ticksOff;

        public TimeSpan Off
        {
            get => TimeSpan.FromTicks(Interlocked.Read(ref _ticksOff));
            set => Interlocked.Exchange(ref _ticksOff, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Off;
    }
}
