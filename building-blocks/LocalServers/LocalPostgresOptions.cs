namespace WeChatPlatform.LocalServers;

/// <summary>How a private PostgreSQL cluster is run.</summary>
public sealed class LocalPostgresOptions
{
    /// <summary>
    /// Where the cluster, its password and its lock live; created when missing. Started as root, every folder above it
    /// must be passable for user postgres.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The folder that holds initdb, pg_ctl and postgres; absent means look for them.</summary>
    public string? BinariesFolder { get; init; }

    /// <summary>For tests only: commits do not wait for the disk, and a power failure may lose the cluster.</summary>
    public bool Fast { get; init; }
}
