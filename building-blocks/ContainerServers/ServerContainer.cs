namespace WeChatPlatform.ContainerServers;

/// <summary>
/// A server that tests need, as a throwaway container of the image that docker-compose.yml names for it. Its ports are
/// random ones of 127.0.0.1; they are known once <see cref="ContainerRun.StartAsync"/> has returned it.
/// </summary>
public abstract class ServerContainer
{
    private IReadOnlyDictionary<int, int>? published;

    /// <summary>The service of docker-compose.yml whose image is run.</summary>
    internal abstract string Service { get; }

    /// <summary>The TCP ports inside the container that are published.</summary>
    internal abstract IReadOnlyList<int> Ports { get; }

    internal virtual IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Empty means the image's own command.</summary>
    internal virtual IReadOnlyList<string> Command => [];

    /// <summary>Whether the server does its work, not only listens: Docker's proxy listens before it does.</summary>
    internal abstract Task<bool> AnswersAsync(CancellationToken ct);

    internal void Publish(IReadOnlyDictionary<int, int> ports) => published = ports;

    private protected int PortOf(int inside) => published?[inside]
        ?? throw new InvalidOperationException($"The container of {Service} was not started.");
}
