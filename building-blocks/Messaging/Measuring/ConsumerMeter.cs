using System.Collections.Frozen;
using MassTransit;

namespace WeChatPlatform.Messaging.Measuring;

/// <summary>
/// Measures every message of one queue, outside of its tries: rate and duration by message, failures by queue. The labels
/// come from what this process knows, never from what a message says of itself.
/// </summary>
internal sealed class ConsumerMeter
{
    private const string UnknownMessage = "other";

    private readonly string queue;
    private readonly bool countsPoison;
    private readonly FrozenDictionary<string, string> messages;
    private readonly GivenUpMessages givenUp;
    private readonly TimeProvider time;

    /// <remarks>
    /// <paramref name="countsPoison"/>: in memory the poison table counts what it takes; with RabbitMQ the error queue is
    /// filled behind our back, and what leaves here with a failure goes there.
    /// </remarks>
    public ConsumerMeter(string endpoint, MessageCatalog catalog, bool countsPoison, GivenUpMessages givenUp, TimeProvider time)
    {
        queue = LabelOf(endpoint, catalog);
        messages = catalog.Known.ToFrozenDictionary(MessageUrn.ForTypeString, type => type.Name, StringComparer.Ordinal);
        (this.countsPoison, this.givenUp, this.time) = (countsPoison, givenUp, time);
    }

    private KeyValuePair<string, object?> Queue => new("queue", queue);

    /// <summary>A broadcast endpoint ends with the id of its process, which would make new series at every start.</summary>
    public static string LabelOf(string endpoint, MessageCatalog catalog) =>
        catalog.FindQueue(endpoint) is null && endpoint.LastIndexOf('-') is > 0 and var end ? endpoint[..end] : endpoint;

    public async Task MeasureAsync(ConsumeContext context, Func<Task> handle)
    {
        var message = new KeyValuePair<string, object?>("message", NameOf(context));
        if (context.SentTime is { } sent)
        {
            // Another machine's clock may be ahead of ours.
            MessagingMetrics.Wait.Record(Math.Max(0, (time.GetUtcNow().UtcDateTime - sent).TotalSeconds), Queue, message);
        }

        var started = time.GetTimestamp();
        MessagingMetrics.Active.Add(1, Queue);
        try
        {
            await handle();
        }
        catch (Exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            givenUp.Add(queue);
            if (countsPoison)
            {
                MessagingMetrics.Poisoned.Add(1, Queue);
            }

            throw;
        }
        finally
        {
            MessagingMetrics.Active.Add(-1, Queue);
            MessagingMetrics.Duration.Record(time.GetElapsedTime(started).TotalSeconds, Queue, message);
        }
    }

    private string NameOf(ConsumeContext context)
    {
        foreach (var urn in context.SupportedMessageTypes)
        {
            if (messages.TryGetValue(urn, out var name))
            {
                return name;
            }
        }

        return UnknownMessage;
    }
}

/// <summary>Counts the tries of one queue's messages that failed and were followed by another one.</summary>
internal sealed class RetriedCount(string queue) : IRetryObserver
{
    public Task PostCreate<T>(RetryPolicyContext<T> context)
        where T : class, PipeContext => Task.CompletedTask;

    public Task PostFault<T>(RetryContext<T> context)
        where T : class, PipeContext
    {
        MessagingMetrics.Retried.Add(1, new KeyValuePair<string, object?>("queue", queue));
        return Task.CompletedTask;
    }

    public Task PreRetry<T>(RetryContext<T> context)
        where T : class, PipeContext => Task.CompletedTask;

    public Task RetryFault<T>(RetryContext<T> context)
        where T : class, PipeContext => Task.CompletedTask;

    public Task RetryComplete<T>(RetryContext<T> context)
        where T : class, PipeContext => Task.CompletedTask;
}
