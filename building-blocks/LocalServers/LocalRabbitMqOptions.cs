namespace WeChatPlatform.LocalServers;

/// <summary>How a private RabbitMQ node is run. Ports are on 127.0.0.1; 0 takes a free one.</summary>
public sealed class LocalRabbitMqOptions
{
    /// <summary>Where the node's data, configuration, password and lock live; created when missing.</summary>
    public required string DataFolder { get; init; }

    public int Port { get; init; }

    /// <summary>Turns on the management API and the Prometheus endpoint.</summary>
    public bool Management { get; init; }

    public int ManagementPort { get; init; }

    public int PrometheusPort { get; init; }

    /// <summary>The folder that holds the rabbitmq-server script; absent means look for it.</summary>
    public string? BinariesFolder { get; init; }

    /// <summary>For tests only: the node is killed at the end instead of being asked, and may lose its data.</summary>
    public bool Fast { get; init; }
}
