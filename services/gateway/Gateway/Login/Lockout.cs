using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Gateway.Login;

/// <summary>
/// Counts wrong logins in the gateway's database, so that all replicas count together and a restart forgets nothing.
/// </summary>
/// <remarks>
/// An attempt is counted as wrong before its secret is looked at, and taken back when it was right: any number of guesses at
/// the same moment are all counted. Concurrency is owned by the locks of the three rows, always taken in the same order. Names
/// that do not exist are counted like those that do, so a wait tells nothing about them. The price: more right logins of one
/// account from one address at the very same moment than it may have wrong ones are told to wait, too.
/// </remarks>
internal sealed class Lockout(GatewayDbContext database, IOptions<GatewayOptions> options, TimeProvider time)
{
    private const string Any = "";

    /// <returns>How long to wait; absent when the attempt is counted and may go on.</returns>
    public Task<TimeSpan?> AttemptAsync(string account, string address, CancellationToken ct) =>
        WithRowsAsync(account, address, (rows, now) => Count(rows, options.Value.Lockout, now), ct);

    /// <summary>The counted attempt was right.</summary>
    public Task SucceededAsync(string account, string address, CancellationToken ct) =>
        WithRowsAsync(account, address, (rows, now) => TakeBack(rows, now), ct);

    /// <summary>The name that an account is counted under.</summary>
    public static string AccountOf(string kind, string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}:{id}")));

    /// <returns>How many accounts or addresses waited or were about to.</returns>
    public async Task<int> UnlockAsync(string? account, string? address, CancellationToken ct) =>
        await database.LoginAttempts
            .Where(row => (account == null || row.Account == account) && (address == null || row.Address == address) && row.Failures > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Failures, 0), ct);

    internal static TimeSpan? Count(Rows rows, LockoutOptions limits, DateTimeOffset now)
    {
        var everywhere = LockoutRule.IsKnown(rows.Pair, limits, now)
            ? TimeSpan.Zero
            : LockoutRule.Wait(rows.Account, limits.FailuresPerAccount, limits, now);
        TimeSpan[] waits =
        [
            LockoutRule.Wait(rows.Pair, limits.FailuresPerAccountAndAddress, limits, now),
            LockoutRule.Wait(rows.Address, limits.FailuresPerAddress, limits, now),
            everywhere,
        ];
        if (waits.Max() is var wait && wait > TimeSpan.Zero)
        {
            // Not counted: who hammers on a closed door does not keep it closed.
            return wait;
        }

        foreach (var row in rows.All)
        {
            row.Failures = LockoutRule.IsForgotten(row, limits, now) ? 1 : row.Failures + 1;
            row.LastAt = now;
        }

        return null;
    }

    private static TimeSpan? TakeBack(Rows rows, DateTimeOffset now)
    {
        rows.Pair.Failures = 0;
        rows.Pair.SucceededAt = now;
        rows.Address.Failures = Math.Max(0, rows.Address.Failures - 1);
        rows.Account.Failures = Math.Max(0, rows.Account.Failures - 1);
        return null;
    }

    private Task<TimeSpan?> WithRowsAsync(
        string account, string address, Func<Rows, DateTimeOffset, TimeSpan?> change, CancellationToken ct) =>
        database.Database.CreateExecutionStrategy().ExecuteAsync(
            async ct =>
            {
                database.ChangeTracker.Clear();
                await using var transaction = await database.Database.BeginTransactionAsync(ct);
                var now = time.GetUtcNow();
                await database.Database.ExecuteSqlAsync(
                    $"""
                    insert into login_attempts (account, address, failures, last_at)
                    values ({Any}, {address}, 0, {now}), ({account}, {Any}, 0, {now}), ({account}, {address}, 0, {now})
                    on conflict do nothing
                    """,
                    ct);
                var rows = await database.LoginAttempts
                    .FromSql(
                        $"""
                        select * from login_attempts
                        where account in ({Any}, {account}) and address in ({Any}, {address})
                        order by account collate "C", address collate "C" for update
                        """)
                    .ToListAsync(ct);
                var wait = change(new Rows(rows, account, address), now);
                await database.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return wait;
            },
            ct);

    /// <summary>The three counts that one login belongs to.</summary>
    internal sealed class Rows(IReadOnlyCollection<LoginAttempts> all, string account, string address)
    {
        public IReadOnlyCollection<LoginAttempts> All => all;

        public LoginAttempts Pair { get; } = all.Single(row => row.Account == account && row.Address == address);

        public LoginAttempts Address { get; } = all.Single(row => row.Account == Any && row.Address == address);

        public LoginAttempts Account { get; } = all.Single(row => row.Account == account && row.Address == Any);
    }
}
