namespace WeChatPlatform.LocalServers;

/// <summary>How a private Redis server is run.</summary>
public sealed class LocalRedisOptions
{
    /// <summary>Where the server's configuration, password and lock live; created when missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The folder that holds redis-server; absent means look for it.</summary>
    public string? BinariesFolder { get; init; }
}
