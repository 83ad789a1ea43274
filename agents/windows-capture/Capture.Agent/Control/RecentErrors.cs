using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>
/// Keeps the newest warnings and errors of the log for the status page. What the log says holds no texts and no names; an
/// exception's own words are left out.
/// </summary>
internal sealed class RecentErrors(TimeProvider time) : ILoggerProvider
{
    private const int Most = 20;
    private ImmutableList<RecentError> _newestFirst = [];

    public IReadOnlyList<RecentError> NewestFirst => _newestFirst;

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
        // Nothing is held.
    }

    private void Add(LogLevel level, EventId id, string message) => ImmutableInterlocked.Update(ref _newestFirst, kept =>
    {
        var entry = new RecentError(time.GetUtcNow(), id.Id, level.ToString().ToLowerInvariant(), message, 1);
        if (kept is [var last, ..] && last.Event == entry.Event && last.Message == entry.Message)
        {
            return kept.SetItem(0, entry with { Times = last.Times + 1 });
        }

        var longer = kept.Insert(0, entry);
        return longer.Count > Most ? longer.RemoveAt(Most) : longer;
    });

    private sealed class Logger(RecentErrors kept) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                kept.Add(logLevel, eventId, formatter(state, null));
            }
        }
    }
}
