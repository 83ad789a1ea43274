namespace WeChatPlatform.Gateway.Login;

/// <summary>When a login waits, and how long. Values in, decision out.</summary>
internal static class LockoutRule
{
    // 2^20 times a second is longer than any wait that a setting allows.
    private const int MostDoublings = 20;

    /// <summary>What is left of the wait after so many wrong logins; zero when there is none.</summary>
    public static TimeSpan Wait(LoginAttempts attempts, int limit, LockoutOptions options, DateTimeOffset now)
    {
        if (attempts.Failures < limit || IsForgotten(attempts, options, now))
        {
            return TimeSpan.Zero;
        }

        var left = attempts.LastAt + Length(attempts.Failures - limit, options) - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    public static bool IsForgotten(LoginAttempts attempts, LockoutOptions options, DateTimeOffset now) =>
        now >= attempts.LastAt + TimeSpan.FromMinutes(options.ForgetMinutes);

    /// <summary>The account logged in from this address of late, so strangers' failures elsewhere do not hold it up.</summary>
    public static bool IsKnown(LoginAttempts attempts, LockoutOptions options, DateTimeOffset now) =>
        attempts.SucceededAt is { } at && now < at + TimeSpan.FromDays(options.KnownAddressDays);

    private static TimeSpan Length(int beyond, LockoutOptions options) => TimeSpan.FromSeconds(
        Math.Min(options.LongestSeconds, options.FirstSeconds * Math.Pow(2, Math.Min(beyond, MostDoublings))));
}
