using WeChatPlatform.Testing;

namespace WeChatPlatform.Caching.Tests;

public sealed class LocalEntriesTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly FakeClock clock = new();

    [Fact]
    public void The_value_that_was_asked_for_longest_ago_goes_when_there_are_too_many()
    {
        var entries = new LocalEntries(2, 1000, clock);
        Put(entries, "a");
        Put(entries, "b");
        entries.TryGet("a", out _).ShouldBeTrue();

        Put(entries, "c");

        entries.TryGet("b", out _).ShouldBeFalse();
        entries.TryGet("a", out _).ShouldBeTrue();
        entries.TryGet("c", out _).ShouldBeTrue();
    }

    [Fact]
    public void Values_go_when_they_are_too_large_together()
    {
        var entries = new LocalEntries(100, 100, clock);
        Put(entries, "a", 60);
        Put(entries, "b", 60);
        Put(entries, "too large alone", 101);

        entries.TryGet("a", out _).ShouldBeFalse();
        entries.TryGet("b", out _).ShouldBeTrue();
        entries.Size.ShouldBe((1, 60));
    }

    [Fact]
    public void A_value_goes_at_the_end_of_its_time()
    {
        var entries = new LocalEntries(100, 100, clock);
        Put(entries, "a");
        clock.Advance(Hour - TimeSpan.FromTicks(1));
        entries.TryGet("a", out _).ShouldBeTrue();

        clock.Advance(TimeSpan.FromTicks(1));

        entries.TryGet("a", out _).ShouldBeFalse();
        entries.Size.ShouldBe((0, 0));
    }

    [Fact]
    public void A_key_that_changes_is_not_kept_until_its_change_is_over()
    {
        var entries = new LocalEntries(100, 100, clock);
        Put(entries, "a");
        entries.Remove("a");
        Put(entries, "a");
        entries.TryGet("a", out _).ShouldBeFalse();

        clock.Advance(CacheKind.ChangeTime);
        entries.IsChanging("a").ShouldBeFalse();
        Put(entries, "a");

        entries.TryGet("a", out _).ShouldBeTrue();
    }

    [Fact]
    public void More_changes_than_fit_stop_everything_from_being_kept_for_a_while()
    {
        var entries = new LocalEntries(2, 100, clock);
        foreach (var key in (string[])["a", "b", "c"])
        {
            entries.Remove(key);
        }

        entries.IsChanging("c").ShouldBeTrue();
        clock.Advance(CacheKind.ChangeTime);

        entries.IsChanging("c").ShouldBeFalse();
    }

    [Fact]
    public void What_was_asked_for_before_everything_was_forgotten_is_not_kept()
    {
        var entries = new LocalEntries(100, 100, clock);
        var asked = entries.Generation;
        entries.Clear();

        entries.Put("a", "value", 1, Hour, asked);

        entries.TryGet("a", out _).ShouldBeFalse();
    }

    private static void Put(LocalEntries entries, string key, int size = 1) =>
        entries.Put(key, "value", size, Hour, entries.Generation);
}
