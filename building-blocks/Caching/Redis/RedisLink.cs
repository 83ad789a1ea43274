using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace WeChatPlatform.Caching;

/// <summary>
/// The process's connection to Redis, and the one judgement whether it can be used. Nobody waits for Redis to come: it is up
/// from a heartbeat that was published and heard again, which proves the subscription too, until a call fails or takes too
/// long or three heartbeats are missed. Before it is up again, removals that Redis missed are made up for and this process's
/// copies are forgotten, since broadcasts may have been missed.
/// </summary>
internal sealed class RedisLink(
    IOptions<CachingOptions> options, LocalEntries local, SingleFlight flights, MissedRemovals missed, TimeProvider time, ILogger<RedisLink> logger)
    : BackgroundService
{
    private const int MostMissedBeats = 3;
    private const string Beat = "beat ";
    private const string Removed = "removed ";
    private const string AllRemoved = "all removed";

    // The client reconnects by itself; when it has not for so long, a new connection is tried.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock sync = new();
    private readonly string instance = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
    private ConnectionMultiplexer? connection;
    private TaskCompletionSource<bool>? heard;
    private long beats;
    private long falls;
    private int missedBeats;
    private bool told;
    private volatile bool up;

    public bool IsUp => up;

    public RedisKeys Keys { get; } = new(options.Value.KeyPrefix);

    private TimeSpan Timeout => TimeSpan.FromMilliseconds(options.Value.TimeoutMilliseconds);

    /// <summary>Calls Redis if it is up. Not done means: do without.</summary>
    public async ValueTask<(bool Done, T? Result)> TryAsync<T>(string operation, Func<IDatabase, Task<T>> call, CancellationToken ct)
    {
        if (!up || connection is not { } current)
        {
            return default;
        }

        try
        {
            return (true, await call(current.GetDatabase()).WaitAsync(Timeout, ct));
        }
        catch (RedisServerException refusal)
        {
            // Redis answers, so it is not away: out of memory, for one.
            CachingMetrics.Failed(operation);
            logger.RedisRefused(operation, refusal.Message.Split(' ')[0]);
            return default;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // Whatever it is that the client throws when its connection goes: a cancellation of its own, for one.
            CachingMetrics.Failed(operation);
            Fall(failure.GetType().Name);
            return default;
        }
    }

    /// <summary>Marks, deletes, broadcasts: in this order nobody stores or reads the old value after the last step.</summary>
    public async Task<bool> RemoveAsync(IDatabase redis, string key)
    {
        // One connection carries them, so that they need not wait for each other to keep their order.
        await Task.WhenAll(
            redis.StringSetAsync(Keys.Change(key), "1", CacheKind.ChangeTime),
            redis.KeyDeleteAsync(Keys.Value(key)),
            redis.PublishAsync(Keys.Channel, Removed + key));
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var down = time.GetTimestamp();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryBeatAsync(stoppingToken);
                CachingMetrics.IsDegraded(!up);
                if (up)
                {
                    down = time.GetTimestamp();
                }
                else if (time.GetElapsedTime(down) > Patience)
                {
                    down = time.GetTimestamp();
                    Disconnect();
                }

                await Task.Delay(TimeSpan.FromMilliseconds(options.Value.HeartbeatMilliseconds), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            up = false;
            Disconnect();
        }
    }

    private async Task TryBeatAsync(CancellationToken ct)
    {
        try
        {
            var before = Interlocked.Read(ref falls);
            await BeatAsync(ct);
            if (missedBeats > 0)
            {
                // What else was missed nobody knows.
                local.Clear();
                missedBeats = 0;
            }

            if (!up)
            {
                await ComeUpAsync(before, ct);
            }
            else if (!missed.IsEmpty)
            {
                await MakeUpAsync(connection!, ct);
            }
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // The loop survives everything, because without it Redis never comes back.
            missedBeats++;
            CachingMetrics.Failed("heartbeat");
            if (!up || missedBeats >= MostMissedBeats)
            {
                Fall(failure.GetType().Name);
            }
        }
    }

    // Published and heard again: connection, server and subscription work.
    private async Task BeatAsync(CancellationToken ct)
    {
        connection ??= await ConnectAsync(ct);
        var echo = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var number = Interlocked.Increment(ref beats);
        Volatile.Write(ref heard, echo);
        await connection.GetSubscriber().PublishAsync(Keys.Channel, $"{Beat}{instance} {number}").WaitAsync(Timeout, ct);
        await echo.Task.WaitAsync(Timeout, ct);
    }

    private async Task ComeUpAsync(long before, CancellationToken ct)
    {
        var count = await MakeUpAsync(connection!, ct);
        local.Clear();
        lock (sync)
        {
            // A connection that broke meanwhile may have broken the subscription: the next heartbeat decides.
            if (before != falls)
            {
                return;
            }

            up = true;
            told = false;
        }

        logger.RedisInUse(count);
    }

    private async Task<int> MakeUpAsync(ConnectionMultiplexer redis, CancellationToken ct)
    {
        var (keys, everything) = missed.Snapshot();
        var database = redis.GetDatabase();
        if (everything)
        {
            missed.EverythingDone();
            try
            {
                await RemoveEverythingAsync(redis, database, ct);
            }
            catch
            {
                missed.EverythingMissed();
                throw;
            }
        }

        foreach (var key in keys)
        {
            await RemoveAsync(database, key).WaitAsync(Timeout, ct);
            missed.Done(key);
        }

        return keys.Count;
    }

    private async Task RemoveEverythingAsync(ConnectionMultiplexer redis, IDatabase database, CancellationToken ct)
    {
        logger.EverythingRemoved();
        foreach (var endpoint in redis.GetEndPoints())
        {
            foreach (var page in redis.GetServer(endpoint).Keys(database.Database, Keys.AllValues, 1000).Chunk(1000))
            {
                await database.KeyDeleteAsync(page).WaitAsync(Timeout, ct);
            }
        }

        await database.PublishAsync(Keys.Channel, AllRemoved).WaitAsync(Timeout, ct);
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(CancellationToken ct)
    {
        var settings = ConfigurationOptions.Parse(options.Value.Redis);
        settings.AbortOnConnectFail = false;
        settings.ConnectTimeout = 2000;
        settings.ReconnectRetryPolicy = new LinearRetry(500);
        settings.ClientName = "wechat-platform";
        var opened = await ConnectionMultiplexer.ConnectAsync(settings).WaitAsync(ct);
        try
        {
            opened.ConnectionFailed += (_, failure) => Fall(failure.FailureType.ToString());
            await opened.GetSubscriber().SubscribeAsync(Keys.Channel, (_, message) => Hear(message)).WaitAsync(Timeout, ct);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private void Disconnect()
    {
        Interlocked.Exchange(ref connection, null)?.Dispose();
    }

    private void Hear(string message)
    {
        if (message.StartsWith(Removed, StringComparison.Ordinal))
        {
            var key = message[Removed.Length..];
            local.Remove(key);
            flights.Forget(key);
        }
        else if (message == AllRemoved)
        {
            local.Clear();
        }
        else if (message == $"{Beat}{instance} {Interlocked.Read(ref beats)}")
        {
            Volatile.Read(ref heard)?.TrySetResult(true);
        }
    }

    private void Fall(string reason)
    {
        lock (sync)
        {
            falls++;
            up = false;
            if (told)
            {
                return;
            }

            told = true;
        }

        CachingMetrics.IsDegraded(true);
        logger.RedisAway(reason);
    }
}
