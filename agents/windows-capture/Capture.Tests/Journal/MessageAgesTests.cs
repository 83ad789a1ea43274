using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Tests.Journal;

public sealed class MessageAgesTests
{
    private readonly TwoClocks _clock = new();

    [Fact]
    public void A_message_ages_with_the_clock()
    {
        var ages = new MessageAges(_clock);
        var message = Message("m1");
        ages.Note([message]);

        _clock.Pass(TimeSpan.FromMinutes(7));

        ages.Of(message).ShouldBe(TimeSpan.FromMinutes(7));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(-9)]
    public void A_wall_clock_that_jumps_makes_no_message_older_or_younger(int hours)
    {
        var ages = new MessageAges(_clock);
        var message = Message("m1");
        ages.Note([message]);

        _clock.Jump(TimeSpan.FromHours(hours));
        _clock.Pass(TimeSpan.FromMinutes(2));

        ages.Of(message).ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void What_an_earlier_process_left_is_as_old_as_its_time_says()
    {
        var message = Message("m1");
        _clock.Pass(TimeSpan.FromHours(3));
        var ages = new MessageAges(_clock);

        ages.Note([message]);
        _clock.Pass(TimeSpan.FromMinutes(1));

        ages.Of(message).ShouldBe(TimeSpan.FromMinutes(181));
    }

    [Fact]
    public void A_time_in_the_future_is_no_age()
    {
        var ages = new MessageAges(_clock);
        var message = Message("m1") with { Timestamp = _clock.GetUtcNow().AddHours(8) };

        ages.Note([message]);

        ages.Of(message).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Messages_that_came_before_others_left_keep_their_age()
    {
        var ages = new MessageAges(_clock);
        var messages = Enumerable.Range(0, 50).Select(index => Message($"m{index}")).ToList();
        ages.Note([.. messages]);
        _clock.Pass(TimeSpan.FromMinutes(1));
        _clock.Jump(TimeSpan.FromHours(5));

        for (var left = 1; left < messages.Count; left++)
        {
            ages.Note([.. messages.Skip(left)]);
        }

        ages.Of(messages[^1]).ShouldBe(TimeSpan.FromMinutes(1));
    }

    private QueuedMessage Message(string id) => new(
        id, "c_1", "张三", "张三", "在吗", _clock.GetUtcNow(), IsGroup: false, IsAtMe: false, "other", Traceparent: null);

    /// <summary>A wall clock that somebody sets, and one that nobody sets.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        private DateTimeOffset _wall = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan span)
        {
            _wall += span;
            _ticks += span.Ticks;
        }

        public void Jump(TimeSpan span) => _wall += span;
    }
}
