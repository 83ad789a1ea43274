using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Edge;

/// <summary>
/// What this process knows to be taken away: tokens of these grants are refused, and connections that rest on them end. The
/// truth is the gateway's database; who owns it tells this process. A grant's id is never used again, so nothing returns.
/// </summary>
public sealed class RevokedAccess
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> revoked = new();
    private readonly ConcurrentDictionary<AccessWatch, byte> watches = new();
    private readonly IOptions<EdgeOptions> options;
    private readonly TimeProvider time;
    private readonly ILogger<RevokedAccess> logger;

    internal RevokedAccess(IOptions<EdgeOptions> options, TimeProvider time, ILogger<RevokedAccess> logger)
    {
        this.options = options;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>How long after a revocation a token could still be within its time, whatever it was made with.</summary>
    public static TimeSpan LongestToken { get; } = TimeSpan.FromHours(EdgeOptions.MostTokenHours) + TimeSpan.FromMinutes(5);

    /// <summary>From here on the grants' tokens are refused. Telling it again changes nothing.</summary>
    public void Add(IEnumerable<Guid> grants)
    {
        var now = time.GetUtcNow();
        foreach (var (grant, _) in revoked.Where(one => one.Value < now))
        {
            revoked.TryRemove(grant, out _);
        }

        foreach (var grant in grants.Where(grant => revoked.TryAdd(grant, now + LongestToken)))
        {
            logger.AccessRevoked(grant);
            foreach (var watch in watches.Keys.Where(watch => watch.Grant == grant))
            {
                watch.End();
            }
        }
    }

    public bool Covers(Guid grant) => revoked.ContainsKey(grant);

    /// <summary>For a connection that outlives its request: says when the token of its caller is no longer valid.</summary>
    public AccessWatch Watch(ClaimsPrincipal user)
    {
        var grant = user.Caller()?.Grant;
        var left = user.ExpiresAt() is { } end
            ? end - time.GetUtcNow() + TimeSpan.FromSeconds(options.Value.ClockSkewSeconds)
            : TimeSpan.Zero;
        var watch = new AccessWatch(grant, left > TimeSpan.Zero ? left : TimeSpan.Zero, time, one => watches.TryRemove(one, out _));
        watches.TryAdd(watch, 0);

        // Taken away after the token was checked and before the watch was there.
        if (grant is { } known && Covers(known))
        {
            watch.End();
        }

        return watch;
    }
}

/// <summary>Watches the access that one open connection rests on.</summary>
public sealed class AccessWatch : IDisposable
{
    private readonly CancellationTokenSource ended;
    private readonly Action<AccessWatch> forget;

    internal AccessWatch(Guid? grant, TimeSpan left, TimeProvider time, Action<AccessWatch> forget)
    {
        Grant = grant;
        this.forget = forget;
        ended = new CancellationTokenSource(left, time);
    }

    /// <summary>Cancelled when the token's time is over or its grant was taken away.</summary>
    public CancellationToken Ended => ended.Token;

    internal Guid? Grant { get; }

    public void Dispose()
    {
        forget(this);
        ended.Dispose();
    }

    internal void End()
    {
        try
        {
            ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The connection ended by itself at the same moment.
        }
    }
}
