using Npgsql;

namespace WeChatPlatform.Persistence;

/// <summary>Settings of a session at the server, given when it connects.</summary>
public static class ServerSettings
{
    /// <summary>
    /// A client whose machine is gone says no goodbye. By default the server keeps its session, and every lock in it, for two
    /// hours: the other replicas would wait for a lane of the outbox or a conversation as long. Here it is 30 seconds.
    /// </summary>
    public static readonly string[] NoticeDeadClients =
        ["tcp_keepalives_idle=15", "tcp_keepalives_interval=5", "tcp_keepalives_count=3"];

    /// <summary>Adds to what the connection string asks for already.</summary>
    public static NpgsqlConnectionStringBuilder WithServerSettings(
        this NpgsqlConnectionStringBuilder connection, params IEnumerable<string> settings)
    {
        var asked = settings.Select(setting => $"-c {setting}");
        connection.Options = string.Join(' ', string.IsNullOrWhiteSpace(connection.Options) ? asked : asked.Prepend(connection.Options));
        return connection;
    }
}
