using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Messaging.Poison;

/// <summary>
/// Builds the bus so that what MassTransit logs of a failure names code and never data: it would write the exception of
/// each try in full, and an exception may quote what a customer wrote.
/// </summary>
internal sealed class WordlessBusFactory(IRegistrationBusFactory inner) : IRegistrationBusFactory
{
    public IBusInstance CreateBus(
        IBusRegistrationContext context, IEnumerable<IBusInstanceSpecification> specifications, string busName)
    {
        LogContext.ConfigureCurrentLogContext(new WordlessLoggerFactory(context.GetRequiredService<ILoggerFactory>()));
        return inner.CreateBus(context, specifications, busName);
    }
}

/// <summary>Hands out loggers that write <see cref="FailureReason"/> in the place of exceptions.</summary>
internal sealed class WordlessLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new WordlessLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        // The inner one belongs to the container.
    }

    private sealed class WordlessLogger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is null)
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
            else if (inner.IsEnabled(logLevel))
            {
                var reason = FailureReason.Of(exception);
                inner.Log(logLevel, eventId, state, exception: null, (said, _) => $"{formatter(said, null)}: {reason}");
            }
        }
    }
}
