namespace WeChatPlatform.Capture.Reporting;

/// <summary>What a self-test of the window found: whether this client can be driven.</summary>
/// <remarks>
/// <paramref name="ClientVersion"/> and <paramref name="Profile"/> are those of the window that was tested.
/// <paramref name="SendTested"/>: a text was sent to 文件传输助手 and read back; only such a test lets a held client version go.
/// </remarks>
public sealed record SelfCheck(
    string ClientVersion, string? Profile, bool Passed, bool SendTested, IReadOnlyList<SelectorCheck> Selectors);

/// <summary>One selector of the profile, and whether it found its element.</summary>
public sealed record SelectorCheck(string Name, bool Found);

/// <summary>
/// Tells the server how self-tests ended. The newest of a client version waits until it is told; a process that ends takes
/// it along. Concurrency: any number of reporters, one that takes.
/// </summary>
public sealed class SelfCheckReports(TimeProvider time)
{
    private const int Most = 10;
    private readonly Lock _gate = new();
    private readonly List<SelfCheckReport> _waiting = [];

    /// <summary>Raised when something waits.</summary>
    internal Signal Waiting { get; } = new();

    /// <summary>Never fails and never waits.</summary>
    public void Report(SelfCheck check)
    {
        lock (_gate)
        {
            _waiting.RemoveAll(older => older.Check.ClientVersion == check.ClientVersion);
            _waiting.Add(new SelfCheckReport(check, time.GetUtcNow()));
            _waiting.RemoveRange(0, Math.Max(0, _waiting.Count - Most));
        }

        Waiting.Raise();
    }

    /// <summary>The oldest that waits; it goes on waiting until it is <see cref="Told"/>.</summary>
    internal SelfCheckReport? Next()
    {
        lock (_gate)
        {
            return _waiting is [var oldest, ..] ? oldest : null;
        }
    }

    internal void Told(SelfCheckReport told)
    {
        lock (_gate)
        {
            _waiting.Remove(told);
        }
    }
}

internal sealed record SelfCheckReport(SelfCheck Check, DateTimeOffset At);
