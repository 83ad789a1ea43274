using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Message.Agents;

/// <summary>The lease of one connection: taken after its hello, renewed while it lives, given back at its end.</summary>
/// <remarks>
/// <paramref name="instanceId"/> is the process that said hello; absent for an agent that knows nothing of leases, which has
/// none and is let in while nobody has one. <paramref name="previousInstanceId"/> is the dead process before it, when it
/// knows of one.
/// </remarks>
internal sealed class SessionLease(
    string agentId,
    string? instanceId,
    string? previousInstanceId,
    AgentConnections connections,
    IServiceScopeFactory scopes,
    IOptions<MessageOptions> options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>Between two looks at a lease that another process has.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Guid session = Guid.CreateVersion7(time.GetUtcNow());
    private DateTimeOffset renewAt;

    /// <summary>Absent without a lease.</summary>
    public long? Number { get; private set; }

    private TimeSpan Life => TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    /// <summary>
    /// Takes the account. A process that has it is believed to live when its socket is open here or when it renews; one that
    /// does neither may have been killed together with this server, and its time is waited for.
    /// </summary>
    /// <returns>False when another process has the account and lives.</returns>
    public async Task<bool> TakeAsync(CancellationToken ct)
    {
        DateTimeOffset? seen = null;
        while (true)
        {
            if (await TryAsync(ct) is not { } heldUntil)
            {
                return true;
            }

            if (seen is not null && (heldUntil > seen || connections.IsConnected(agentId)))
            {
                logger.LeaseHeld(agentId, heldUntil);
                return false;
            }

            seen = heldUntil;
            await Task.Delay(LookAgain, time, ct);
        }
    }

    /// <summary>Renews in good time.</summary>
    /// <returns>False when another process has the account now.</returns>
    public async Task<bool> KeepAsync(CancellationToken ct)
    {
        if (Number is not { } lease || time.GetUtcNow() < renewAt)
        {
            return true;
        }

        Remember(lease);
        var kept = await WithAsync(leases => leases.RenewAsync(agentId, lease, Life, ct));
        if (!kept)
        {
            logger.LeaseLost(agentId, lease);
        }

        return kept;
    }

    /// <summary>Not cancelled with the connection, whose end is the reason for it.</summary>
    public async Task ReleaseAsync()
    {
        if (Number is not { } lease)
        {
            return;
        }

        try
        {
            await WithAsync(async leases =>
            {
                await leases.ReleaseAsync(agentId, lease, session, CancellationToken.None);
                return true;
            });
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException or RetryLimitExceededException)
        {
            // The database is away: the lease ends by its time.
            logger.ConnectionFailed(agentId, failure);
        }
    }

    /// <returns>Nothing when this connection may go on; else until when another process has the account.</returns>
    private async Task<DateTimeOffset?> TryAsync(CancellationToken ct) => await WithAsync(async leases =>
    {
        while (true)
        {
            if (instanceId is not null && await leases.TryTakeAsync(agentId, instanceId, previousInstanceId, session, Life, ct) is { } lease)
            {
                Remember(lease);
                return (DateTimeOffset?)null;
            }

            // A lease that ended between the two looks is nobody's, which is no sign of life: it is tried for again.
            if (await leases.HeldUntilAsync(agentId, ct) is { } heldUntil)
            {
                return heldUntil;
            }

            if (instanceId is null)
            {
                return null;
            }
        }
    });

    private void Remember(long lease)
    {
        Number = lease;
        renewAt = time.GetUtcNow() + (Life / 3);
    }

    private async Task<T> WithAsync<T>(Func<AgentLeases, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<AgentLeases>());
    }
}
