namespace WeChatPlatform.ContainerServers.Docker;

/// <summary>What a container is made from; it publishes its ports on random ones of 127.0.0.1.</summary>
/// <remarks>An empty <paramref name="Command"/> means the image's own.</remarks>
internal sealed record ContainerSettings(
    string Image,
    IReadOnlyDictionary<string, string> Variables,
    IReadOnlyList<string> Command,
    IReadOnlyList<int> Ports,
    IReadOnlyDictionary<string, string> Labels);

/// <summary>How a container is at this moment.</summary>
/// <remarks>
/// <paramref name="Ports"/> are the published TCP ports, from the one inside to the one of 127.0.0.1; none when it does not run.
/// </remarks>
internal sealed record ContainerStatus(bool Running, int ExitCode, IReadOnlyDictionary<int, int> Ports);

/// <summary>A row of the list of containers.</summary>
internal sealed record ListedContainer(string Id, IReadOnlyDictionary<string, string> Labels);
