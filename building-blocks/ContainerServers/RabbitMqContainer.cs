using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers;

/// <summary>A RabbitMQ node for tests, with its management API and Prometheus endpoint.</summary>
public sealed class RabbitMqContainer : ServerContainer
{
    private const int Amqp = 5672;
    private const int Management = 15672;
    private const int Prometheus = 15692;
    private const string User = "platform";

    private readonly string password = PrivateFile.NewPassword();

    /// <summary>With user and password, for the default virtual host.</summary>
    public Uri AmqpUri => new($"amqp://{User}:{password}@127.0.0.1:{PortOf(Amqp)}/");

    /// <summary>The management page and API, for the same user and password.</summary>
    public Uri ManagementUri => new($"http://127.0.0.1:{PortOf(Management)}/");

    public Uri PrometheusUri => new($"http://127.0.0.1:{PortOf(Prometheus)}/metrics");

    internal override string Service => "rabbitmq";

    internal override IReadOnlyList<int> Ports => [Amqp, Management, Prometheus];

    internal override IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["RABBITMQ_DEFAULT_USER"] = User,
        ["RABBITMQ_DEFAULT_PASS"] = password,
    };

    // The management API answers before the node takes connections, or after: both have to.
    internal override async Task<bool> AnswersAsync(CancellationToken ct)
    {
        using var management = new RabbitManagement(ManagementUri, User, password);
        return await management.AnswersAsync(ct) && await GreetsAsync(ct);
    }

    // AMQP 0-9-1: the client's protocol header is answered by a method frame (type 1), Connection.Start.
    private Task<bool> GreetsAsync(CancellationToken ct) =>
        TcpQuestion.AskAsync(PortOf(Amqp), "AMQP\0\0\u0009\u0001", answer => answer[0] == 1, ct);
}
