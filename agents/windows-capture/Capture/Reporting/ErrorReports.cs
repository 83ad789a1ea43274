using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Capture.Reporting;

/// <summary>
/// What waits to be told to the server: one report a code, the newest, and each code once in ten minutes. Concurrency: any
/// number of reporters, one that takes.
/// </summary>
internal sealed partial class ErrorReports(TimeProvider time) : IErrorReports
{
    /// <summary>Most reports that wait; the oldest gives way.</summary>
    internal const int Most = 50;

    private const int LongestMessage = 500;
    private const int LongestDetail = 2000;
    private const string Malformed = "malformed_code";

    // By a clock that nobody sets.
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(10);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _sent = new(StringComparer.Ordinal);
    private ImmutableList<ErrorReport> _waiting = [];

    /// <summary>Raised when something waits.</summary>
    public Signal Waiting { get; } = new();

    public void Report(string code, string message, string? detail = null)
    {
        var known = Code().IsMatch(code) ? code : Malformed;
        var report = new ErrorReport(
            Guid.CreateVersion7(time.GetUtcNow()).ToString(),
            known,
            message.Length == 0 ? known : Cut(message, LongestMessage),
            detail is null ? null : Cut(detail, LongestDetail),
            time.GetUtcNow());
        lock (_gate)
        {
            if (_sent.TryGetValue(report.Code, out var at) && time.GetElapsedTime(at) < Between)
            {
                return;
            }

            var kept = _waiting.RemoveAll(older => older.Code == report.Code).Add(report);
            _waiting = kept.RemoveRange(0, Math.Max(0, kept.Count - Most));
        }

        Waiting.Raise();
    }

    /// <summary>The oldest that waits; it goes on waiting until it is <see cref="Told"/>.</summary>
    public ErrorReport? Next()
    {
        lock (_gate)
        {
            return _waiting is [var oldest, ..] ? oldest : null;
        }
    }

    /// <summary>The server has it, or will never take it: the code rests for ten minutes.</summary>
    public void Told(ErrorReport report)
    {
        lock (_gate)
        {
            foreach (var over in _sent.Where(sent => time.GetElapsedTime(sent.Value) >= Between).Select(sent => sent.Key).ToList())
            {
                _sent.Remove(over);
            }

            _sent[report.Code] = time.GetTimestamp();

            // With it what came while it was on its way.
            _waiting = _waiting.RemoveAll(waiting => waiting.Code == report.Code);
        }
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];

    [GeneratedRegex("^[a-z][a-z0-9_.]{0,49}\\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Code();
}

/// <summary>One report. <paramref name="Id"/> is given once, so that the server stores it once.</summary>
internal sealed record ErrorReport(string Id, string Code, string Message, string? Detail, DateTimeOffset At);
