namespace WeChatPlatform.LocalStack;

/// <summary>How the command reaches a server: by the hosts' own settings, and by the names that the tests look for.</summary>
internal static class ServerVariables
{
    public static IEnumerable<(string Name, string Value)> Postgres(string connectionString) =>
    [
        ("Persistence__ConnectionString", connectionString),
        ("TEST_POSTGRES", connectionString),
    ];

    /// <summary>The management API and the Prometheus endpoint are named when they are on.</summary>
    public static IEnumerable<(string Name, string Value)> RabbitMq(Uri amqp, Uri? management, Uri? prometheus)
    {
        yield return ("Messaging__RabbitMq", amqp.AbsoluteUri);
        yield return ("TEST_RABBITMQ", amqp.AbsoluteUri);
        if (management is not null)
        {
            yield return ("RABBITMQ_MANAGEMENT_URL", management.AbsoluteUri);
            yield return ("TEST_RABBITMQ_MANAGEMENT", management.AbsoluteUri);
        }

        if (prometheus is not null)
        {
            yield return ("RABBITMQ_PROMETHEUS_URL", prometheus.AbsoluteUri);
        }
    }

    public static IEnumerable<(string Name, string Value)> Redis(string connectionString) =>
    [
        ("Caching__Redis", connectionString),
        ("TEST_REDIS", connectionString),
    ];
}
