using WeChatPlatform.Testing;

namespace WeChatPlatform.Caching.Tests;

/// <summary>What holds for one process, whatever stands behind its cache.</summary>
public abstract class CachingCompliance
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly CacheKind Kind = new("card", 1, Minute);

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract Task<CacheProcess> StartAsync(params (string Key, string Value)[] settings);

    [Fact]
    public async Task A_value_is_loaded_once_and_kept()
    {
        await using var process = await StartAsync();

        (await process.ReadAsync(Kind, "a", "first")).ShouldBe("first");
        (await process.ReadAsync(Kind, "a", "second")).ShouldBe("first");
    }

    [Fact]
    public async Task Keys_kinds_and_versions_are_kept_apart()
    {
        await using var process = await StartAsync();
        await process.ReadAsync(Kind, "a", "first");

        (await process.ReadAsync(Kind, "b", "second")).ShouldBe("second");
        (await process.ReadAsync(new CacheKind("cart", 1, Minute), "a", "third")).ShouldBe("third");
        (await process.ReadAsync(new CacheKind("card", 2, Minute), "a", "fourth")).ShouldBe("fourth");
    }

    [Fact]
    public async Task A_value_goes_when_its_time_is_over()
    {
        await using var process = await StartAsync();
        var brief = new CacheKind("brief", 1, TimeSpan.FromMilliseconds(100));
        await process.ReadAsync(brief, "a", "first");

        await Eventually.Holds("it is loaded again", async () => await process.ReadAsync(brief, "a", "second") == "second");
    }

    [Fact]
    public async Task A_value_that_never_changes_is_kept_here_and_cannot_be_removed()
    {
        await using var process = await StartAsync();
        var local = new CacheKind("local", 1, Minute) { LocalOnly = true };
        await process.ReadAsync(local, "a", "first");

        (await process.ReadAsync(local, "a", "second")).ShouldBe("first");
        await Should.ThrowAsync<ArgumentException>(() => process.Cache.RemoveAsync(local, "a", Ct).AsTask());
    }

    [Fact]
    public async Task Nothing_is_not_kept()
    {
        await using var process = await StartAsync();

        (await process.Cache.GetOrLoadAsync(Kind, "a", _ => Task.FromResult<Card?>(null), Ct)).ShouldBeNull();
        (await process.ReadAsync(Kind, "a", "second")).ShouldBe("second");
    }

    [Fact]
    public async Task A_removed_value_is_loaded_each_time_for_as_long_as_its_change_may_take()
    {
        await using var process = await StartAsync();
        await process.ReadAsync(Kind, "a", "before");

        await process.Cache.RemoveAsync(Kind, "a", Ct);

        (await process.ReadAsync(Kind, "a", "before the commit")).ShouldBe("before the commit");
        (await process.ReadAsync(Kind, "a", "after the commit")).ShouldBe("after the commit");
    }

    [Fact]
    public async Task A_load_that_began_before_a_removal_is_neither_kept_nor_shared()
    {
        await using var process = await StartAsync();
        var loaded = new TaskCompletionSource<Card?>();
        var slow = process.Cache.GetOrLoadAsync(Kind, "a", _ => loaded.Task, Ct).AsTask();

        await process.Cache.RemoveAsync(Kind, "a", Ct);
        var meanwhile = await process.ReadAsync(Kind, "a", "new");
        loaded.SetResult(new Card("old"));

        (await slow)!.Text.ShouldBe("old");
        meanwhile.ShouldBe("new");
        (await process.ReadAsync(Kind, "a", "newer")).ShouldBe("newer");
    }

    [Fact]
    public async Task Fifty_callers_at_once_make_one_load()
    {
        await using var process = await StartAsync();
        var loads = 0;
        var loaded = new TaskCompletionSource<Card?>(TaskCreationOptions.RunContinuationsAsynchronously);

        var callers = Enumerable.Range(0, 50)
            .Select(_ => Task.Run(() => process.Cache.GetOrLoadAsync(Kind, "a", LoadAsync, Ct).AsTask()))
            .ToList();
        await Eventually.Holds("somebody loads", () => Volatile.Read(ref loads) > 0);
        loaded.SetResult(new Card("one"));

        (await Task.WhenAll(callers)).ShouldAllBe(card => card!.Text == "one");
        loads.ShouldBe(1);

        Task<Card?> LoadAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref loads);
            return loaded.Task;
        }
    }

    [Fact]
    public async Task A_failed_load_fails_its_callers_and_is_forgotten()
    {
        await using var process = await StartAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => process.Cache
            .GetOrLoadAsync<Card>(Kind, "a", _ => throw new InvalidOperationException("the database is away"), Ct).AsTask());

        (await process.ReadAsync(Kind, "a", "second")).ShouldBe("second");
    }

    [Fact]
    public async Task A_caller_that_gives_up_its_load_leaves_it_to_the_next()
    {
        await using var process = await StartAsync();
        using var patience = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var first = process.Cache.GetOrLoadAsync<Card>(
            Kind,
            "a",
            async ct =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, ct);
                return null;
            },
            patience.Token).AsTask();
        await begun.Task;
        var second = process.ReadAsync(Kind, "a", "second");

        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await second).ShouldBe("second");
    }

    [Fact]
    public async Task A_value_that_is_too_large_is_loaded_each_time()
    {
        await using var process = await StartAsync(("Caching:MaxValueKibibytes", "1"));
        await process.ReadAsync(Kind, "a", new string('x', 2000));

        (await process.ReadAsync(Kind, "a", "second")).ShouldBe("second");
    }

    [Fact]
    public async Task No_two_callers_get_the_same_count()
    {
        await using var process = await StartAsync();

        var counts = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(_ => process.Counters.AddAsync("tries", "a", Minute, Ct).AsTask()));

        counts.Select(value => value.Count).Order().ShouldBe(Enumerable.Range(1, 100).Select(count => (long)count));
        counts.ShouldAllBe(value => value.Remaining > TimeSpan.Zero && value.Remaining <= Minute);
    }

    [Fact]
    public async Task Reading_a_counter_does_not_count()
    {
        await using var process = await StartAsync();

        (await process.Counters.ReadAsync("tries", "a", Ct)).ShouldBe(default);
        await process.Counters.AddAsync("tries", "a", Minute, Ct);

        (await process.Counters.ReadAsync("tries", "a", Ct)).Count.ShouldBe(1);
        (await process.Counters.ReadAsync("tries", "a", Ct)).Count.ShouldBe(1);
        (await process.Counters.ReadAsync("tries", "b", Ct)).Count.ShouldBe(0);
        (await process.Counters.ReadAsync("calls", "a", Ct)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_counter_begins_again_when_its_window_is_over_or_it_is_reset()
    {
        await using var process = await StartAsync();
        var window = TimeSpan.FromMilliseconds(150);
        await process.Counters.AddAsync("tries", "a", window, Ct);
        await Eventually.Holds(
            "the window is over", async () => (await process.Counters.ReadAsync("tries", "a", Ct)).Count == 0);
        (await process.Counters.AddAsync("tries", "a", Minute, Ct)).Count.ShouldBe(1);
        (await process.Counters.AddAsync("tries", "a", Minute, Ct)).Count.ShouldBe(2);

        await process.Counters.ResetAsync("tries", "a", Ct);

        (await process.Counters.AddAsync("tries", "a", Minute, Ct)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_amount_is_added_to_an_open_window_only()
    {
        await using var process = await StartAsync();

        (await process.Counters.IncreaseAsync("money", "a", 5, Ct)).IsOpen.ShouldBeFalse();
        (await process.Counters.ReadAsync("money", "a", Ct)).ShouldBe(default);
        (await process.Counters.SetAsync("money", "a", 0, default, Minute, Ct)).ShouldBeTrue();
        var counts = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(_ => process.Counters.IncreaseAsync("money", "a", 300_000_000, Ct).AsTask()));

        counts.Select(value => value.Count).Order().ShouldBe(Enumerable.Range(1, 50).Select(count => count * 300_000_000L));
        (await process.Counters.ReadAsync("money", "a", Ct)).Count.ShouldBe(15_000_000_000);
    }

    [Fact]
    public async Task A_counter_is_set_only_when_it_stands_where_it_was_seen()
    {
        await using var process = await StartAsync();
        await process.Counters.SetAsync("money", "a", 7, default, Minute, Ct);
        var seen = await process.Counters.ReadAsync("money", "a", Ct);
        await process.Counters.IncreaseAsync("money", "a", 1, Ct);

        (await process.Counters.SetAsync("money", "a", 100, seen, Minute, Ct)).ShouldBeFalse();
        (await process.Counters.SetAsync("money", "a", 100, default, Minute, Ct)).ShouldBeFalse();
        (await process.Counters.SetAsync("money", "a", 100, await process.Counters.ReadAsync("money", "a", Ct), Minute, Ct)).ShouldBeTrue();

        var value = await process.Counters.ReadAsync("money", "a", Ct);
        value.Count.ShouldBe(100);
        value.Remaining.ShouldBeInRange(TimeSpan.FromSeconds(30), Minute);
    }

    [Fact]
    public async Task A_lock_is_held_by_one_until_it_is_released()
    {
        await using var process = await StartAsync();
        var first = await process.Locks.TryTakeAsync("import", "a", Minute, Ct);
        first.ShouldNotBeNull();
        (await process.Locks.TryTakeAsync("import", "a", Minute, Ct)).ShouldBeNull();
        (await process.Locks.TryTakeAsync("import", "b", Minute, Ct)).ShouldNotBeNull();

        await first.DisposeAsync();

        (await process.Locks.TryTakeAsync("import", "a", Minute, Ct)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_holder_whose_time_was_over_does_not_release_the_next_ones_lock()
    {
        await using var process = await StartAsync();
        var first = await process.Locks.TryTakeAsync("import", "a", TimeSpan.FromMilliseconds(100), Ct);
        await Eventually.Holds(
            "the lock is free", async () => await process.Locks.TryTakeAsync("import", "a", Minute, Ct) is not null);

        await first!.DisposeAsync();

        (await process.Locks.TryTakeAsync("import", "a", Minute, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Hits_and_misses_are_counted_by_kind_and_level()
    {
        await using var process = await StartAsync();
        var kind = new CacheKind($"k{Guid.NewGuid():N}"[..20], 1, Minute);
        await process.ReadAsync(kind, "a", "first");
        await process.ReadAsync(kind, "a", "second");

        var metrics = await process.MetricsAsync();

        metrics.ShouldContain(Line("wechat_cache_lookups_total", kind, "level=\"local\",result=\"miss\""));
        metrics.ShouldContain(Line("wechat_cache_lookups_total", kind, "level=\"local\",result=\"hit\""));
        metrics.ShouldContain($"wechat_cache_loads_total{{otel_scope_name=\"WeChatPlatform.Caching\",kind=\"{kind.Name}\"}} 1");
    }

    private static string Line(string name, CacheKind kind, string labels) =>
        $"{name}{{otel_scope_name=\"WeChatPlatform.Caching\",kind=\"{kind.Name}\",{labels}}} 1";
}
