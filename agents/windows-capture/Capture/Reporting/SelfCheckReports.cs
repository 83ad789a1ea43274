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
    /// <returns>What waits now, and tells what became of it to who asks.</returns>
    public SelfCheckReport Report(SelfCheck check)
    {
        var report = new SelfCheckReport(check, time.GetUtcNow());
        lock (_gate)
        {
            // A proof that waits is not given away for a look without a test text.
            var over = _waiting.Where(older => older.Check.ClientVersion == check.ClientVersion
                && (check.SendTested || older.Check is not { Passed: true, SendTested: true })).ToList();
            over.AddRange(_waiting.Except(over).Take(_waiting.Count - over.Count + 1 - Most));
            foreach (var older in over)
            {
                _waiting.Remove(older);
                older.End(isTaken: false);
            }

            _waiting.Add(report);
        }

        Waiting.Raise();
        return report;
    }

    /// <summary>The oldest that waits; it goes on waiting until it is <see cref="Told"/>.</summary>
    internal SelfCheckReport? Next()
    {
        lock (_gate)
        {
            return _waiting is [var oldest, ..] ? oldest : null;
        }
    }

    /// <summary>The server has it, or will never take it.</summary>
    internal void Told(SelfCheckReport told, bool isTaken)
    {
        lock (_gate)
        {
            _waiting.Remove(told);
        }

        told.End(isTaken);
    }
}

/// <summary>A self-check on its way to the server. Two of them are never the same.</summary>
public sealed class SelfCheckReport(SelfCheck check, DateTimeOffset at)
{
    private readonly TaskCompletionSource<bool> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SelfCheck Check { get; } = check;

    public DateTimeOffset At { get; } = at;

    /// <summary>
    /// True once the server took it; false when it refused it, a newer one took its place, or nothing was heard for so long: then
    /// it is on its way still.
    /// </summary>
    public async Task<bool> IsTakenAsync(TimeSpan longest, TimeProvider time, CancellationToken ct)
    {
        try
        {
            return await _outcome.Task.WaitAsync(longest, time, ct);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    internal void End(bool isTaken) => _outcome.TrySetResult(isTaken);
}
