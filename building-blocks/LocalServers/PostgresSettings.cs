namespace WeChatPlatform.LocalServers;

/// <summary>What a private cluster differs in from PostgreSQL's defaults; given at each start, so the files stay as made.</summary>
internal static class PostgresSettings
{
    /// <summary>Seven services with a pool of twenty and a relay of ten each, a second replica of two of them, and room for tools.</summary>
    private const int MaxConnections = 300;

    public static string For(int port, bool fast)
    {
        string[] settings =
        [
            $"port={port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=''",
            $"max_connections={MaxConnections}",
            "shared_buffers=64MB",
            // The queries here are small: compiling them costs more than running them.
            "jit=off",
            "log_checkpoints=off",
            .. fast
                ? ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"]
                : Array.Empty<string>(),
        ];
        return string.Join(' ', settings.Select(setting => "-c " + setting));
    }
}
