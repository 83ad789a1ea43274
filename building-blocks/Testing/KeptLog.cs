using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Testing;

/// <summary>One line that a host logged, as its operator would read it.</summary>
public sealed record LogLine(LogLevel Level, int EventId, string Category, string Text, Exception? Failure);

/// <summary>Keeps what a host logs instead of writing it.</summary>
public sealed class KeptLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> lines = new();

    public IReadOnlyCollection<LogLine> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Keeper(lines, categoryName);

    public void Dispose()
    {
    }

    private sealed class Keeper(ConcurrentQueue<LogLine> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(logLevel, eventId.Id, category, formatter(state, exception), exception));
    }
}
