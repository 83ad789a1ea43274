using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Messaging;

/// <summary>How messages travel between services.</summary>
public sealed class MessagingOptions
{
    public const string Section = "Messaging";

    /// <summary>Five minutes, the most that one try may wait.</summary>
    public const int LongestRetryMilliseconds = 300_000;

    /// <summary>How long a connection to RabbitMQ may take to be made.</summary>
    internal static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);

    /// <summary>rabbitmq between processes, memory inside the one process of the standalone shape.</summary>
    [RegularExpression("^(rabbitmq|memory)$", ErrorMessage = "Messaging:Transport is rabbitmq or memory.")]
    public string Transport { get; set; } = "rabbitmq";

    /// <summary>amqp://user:password@host:port/virtual-host; needed with rabbitmq.</summary>
    public string RabbitMq { get; set; } = "";

    /// <summary>
    /// How often both ends of a connection to RabbitMQ say that they live, in seconds. One that is silent for two of these is
    /// given up and made anew.
    /// </summary>
    [Range(1, 60)]
    public int HeartbeatSeconds { get; set; } = 5;

    /// <summary>How long RabbitMQ may take to answer one command, such as the declaration of a queue, in seconds.</summary>
    [Range(1, 300)]
    public int ReplySeconds { get; set; } = 20;

    /// <summary>Most unacknowledged messages a queue's consumer holds.</summary>
    [Range(1, 1000)]
    public int Prefetch { get; set; } = 64;

    /// <summary>Most messages of one queue that one replica handles at the same time.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 16;

    /// <summary>How often the relay looks for rows that a crash left behind, in seconds.</summary>
    [Range(0.1, 60)]
    public double SweepSeconds { get; set; } = 2;

    /// <summary>Most rows of one lane that the relay reads at once.</summary>
    [Range(1, 2000)]
    public int RelayBatch { get; set; } = 200;

    /// <summary>How long the transport may take to confirm a message, in seconds, before its row is tried again.</summary>
    [Range(1, 300)]
    public double ConfirmTimeoutSeconds { get; set; } = 30;

    /// <summary>How long a message id is remembered to recognise a second delivery, in hours.</summary>
    [Range(1, 24 * 90)]
    public int InboxHours { get; set; } = 24 * 7;

    /// <summary>
    /// Waits between tries of a message that failed, in milliseconds; after the last one it is poison. A database that
    /// is away is waited for much longer. Each from 0 to <see cref="LongestRetryMilliseconds"/>: the message is held meanwhile.
    /// </summary>
    [MinLength(1)]
    public IList<int> RetryMilliseconds { get; set; } = [50, 250, 1000];

    /// <summary>How long a message waits for a database that does not answer, in seconds, before it is poison.</summary>
    [Range(0, 3600)]
    public int DatabaseOutageSeconds { get; set; } = 600;

    /// <summary>How often the queues are counted for the metrics, in seconds.</summary>
    [Range(0.1, 300)]
    public double MetricsSeconds { get; set; } = 15;

    internal bool InMemory => Transport == "memory";
}

[OptionsValidator]
internal sealed partial class MessagingOptionsValidator : IValidateOptions<MessagingOptions>;

/// <summary>A wait is a time: below zero the bus would only fail at the first message that does.</summary>
internal sealed class RetryWaitsValidator : IValidateOptions<MessagingOptions>
{
    public ValidateOptionsResult Validate(string? name, MessagingOptions options) =>
        options.RetryMilliseconds.All(wait => wait is >= 0 and <= MessagingOptions.LongestRetryMilliseconds)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Messaging:RetryMilliseconds holds waits from 0 to {MessagingOptions.LongestRetryMilliseconds} milliseconds.");
}

/// <summary>rabbitmq needs an address.</summary>
internal sealed class RabbitMqAddressValidator : IValidateOptions<MessagingOptions>
{
    public ValidateOptionsResult Validate(string? name, MessagingOptions options) =>
        options.InMemory || (Uri.TryCreate(options.RabbitMq, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps")
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Messaging:RabbitMq is missing or no address: amqp://user:password@host:5672/ (or set Messaging:Transport to memory).");
}
