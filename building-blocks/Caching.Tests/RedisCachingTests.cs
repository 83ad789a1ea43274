using StackExchange.Redis;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Caching.Tests;

/// <summary>The same against a real Redis, and what holds between two replicas.</summary>
public sealed class RedisCachingTests : CachingCompliance
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly CacheKind Kind = new("card", 1, Minute);

    [Fact]
    public async Task A_replica_finds_what_another_one_loaded()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await using var second = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await first.ReadAsync(Kind, "a", "first");

        (await second.ReadAsync(Kind, "a", "second")).ShouldBe("first");
    }

    [Fact]
    public async Task A_copy_of_what_another_one_loaded_is_not_used_longer_than_the_original()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await using var second = await CacheProcess.StartWithRedisAsync(redis.Settings);
        var brief = new CacheKind("brief", 1, TimeSpan.FromSeconds(2));
        await first.ReadAsync(brief, "a", "first");
        (await second.ReadAsync(brief, "a", "second")).ShouldBe("first");

        await Eventually.Holds("it is loaded again", async () => await second.ReadAsync(brief, "a", "second") == "second");
    }

    [Fact]
    public async Task A_removal_reaches_the_copies_of_every_replica()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await using var second = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await first.ReadAsync(Kind, "a", "old");
        (await second.ReadAsync(Kind, "a", "never")).ShouldBe("old");

        await first.Cache.RemoveAsync(Kind, "a", Ct);

        (await first.ReadAsync(Kind, "a", "new")).ShouldBe("new");
        await Eventually.Holds("the second replica loads", async () => await second.ReadAsync(Kind, "a", "new") == "new");
    }

    [Fact]
    public async Task A_load_of_one_replica_that_began_before_a_removal_by_another_is_not_stored()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await using var second = await CacheProcess.StartWithRedisAsync(redis.Settings);
        var loaded = new TaskCompletionSource<Card?>();
        var slow = first.Cache.GetOrLoadAsync(Kind, "a", _ => loaded.Task, Ct).AsTask();
        await second.Cache.RemoveAsync(Kind, "a", Ct);

        loaded.SetResult(new Card("old"));
        await slow;

        (await first.ReadAsync(Kind, "a", "new")).ShouldBe("new");
        (await second.ReadAsync(Kind, "a", "new")).ShouldBe("new");
    }

    [Fact]
    public async Task With_a_load_lock_callers_of_two_replicas_make_one_load()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await using var second = await CacheProcess.StartWithRedisAsync(redis.Settings);
        var locked = new CacheKind("locked", 1, Minute) { LoadLock = Minute };
        var loads = 0;
        var loaded = new TaskCompletionSource<Card?>(TaskCreationOptions.RunContinuationsAsynchronously);

        var callers = Enumerable.Range(0, 50)
            .Select(number => Task.Run(() =>
                (number % 2 == 0 ? first : second).Cache.GetOrLoadAsync(locked, "a", LoadAsync, Ct).AsTask()))
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
    public async Task A_load_that_fails_under_a_load_lock_leaves_it_to_the_other_replica()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await using var second = await CacheProcess.StartWithRedisAsync(redis.Settings);
        var locked = new CacheKind("locked", 1, Minute) { LoadLock = Minute };
        var begun = new TaskCompletionSource();
        var loaded = new TaskCompletionSource<Card?>();
        var failing = first.Cache.GetOrLoadAsync(
            locked,
            "a",
            _ =>
            {
                begun.SetResult();
                return loaded.Task;
            },
            Ct).AsTask();
        await begun.Task;
        var waiting = second.ReadAsync(locked, "a", "second");

        loaded.SetException(new InvalidOperationException("the database is away"));

        await Should.ThrowAsync<InvalidOperationException>(() => failing);
        (await waiting.WaitAsync(TimeSpan.FromSeconds(20), Ct)).ShouldBe("second");
    }

    [Fact]
    public async Task Replicas_count_together_and_lock_each_other_out()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await using var second = await CacheProcess.StartWithRedisAsync(redis.Settings);

        var counts = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(number => (number % 2 == 0 ? first : second).Counters.AddAsync("tries", "a", Minute, Ct).AsTask()));
        await using var held = await first.Locks.TryTakeAsync("import", "a", Minute, Ct);

        counts.Select(value => value.Count).Order().ShouldBe(Enumerable.Range(1, 50).Select(count => (long)count));
        (await second.Locks.TryTakeAsync("import", "a", Minute, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Everything_in_redis_carries_the_prefix_ends_by_itself_and_names_nobody()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var process = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await process.ReadAsync(Kind, "13800000000", "first");
        await process.Cache.RemoveAsync(Kind, "13800000001", Ct);
        await process.ReadAsync(new CacheKind("local", 1, Minute) { LocalOnly = true }, "13800000002", "never in redis");
        await process.Counters.AddAsync("tries", "13800000000", Minute, Ct);
        await using var held = await process.Locks.TryTakeAsync("import", "13800000000", Minute, Ct);

        using var raw = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var keys = raw.GetServer(raw.GetEndPoints()[0]).Keys(pattern: $"{redis.KeyPrefix}*").Select(key => (string)key!).ToList();

        keys.Count.ShouldBe(4);
        keys.ShouldAllBe(key => !key.Contains("138000", StringComparison.Ordinal));
        foreach (var key in keys)
        {
            (await raw.GetDatabase().KeyTimeToLiveAsync(key)).ShouldNotBeNull(key);
        }
    }

    [Fact]
    public async Task What_another_shape_of_program_left_in_redis_is_loaded_again()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await CacheProcess.StartWithRedisAsync(redis.Settings);
        await first.ReadAsync(Kind, "a", "first");
        using var raw = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var key = raw.GetServer(raw.GetEndPoints()[0]).Keys(pattern: $"{redis.KeyPrefix}value:*").Single();
        await raw.GetDatabase().StringSetAsync(key, "{not json", Minute);
        await using var second = await CacheProcess.StartWithRedisAsync(redis.Settings);

        (await second.ReadAsync(Kind, "a", "second")).ShouldBe("second");
    }

    protected override async Task<CacheProcess> StartAsync(params (string Key, string Value)[] settings) =>
        await CacheProcess.StartWithRedisAsync([.. (await TestServers.CreateKeyPrefixAsync(Ct)).Settings, .. settings]);
}
