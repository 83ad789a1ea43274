namespace WeChatPlatform.LocalServers;

/// <summary>The installed RabbitMQ start script. It runs as whoever starts it, root too.</summary>
internal static class RabbitMqPrograms
{
    private const string Script = "rabbitmq-server";

    // In PATH stands Debian's wrapper, which insists on the system node's user and settings: the script itself goes first.
    public static string Find(string? folder)
    {
        string[] folders = folder is not null
            ? [folder]
            : ["/usr/lib/rabbitmq/bin", "/opt/rabbitmq/sbin", .. Command.SearchPath];
        return folders.Select(candidate => Path.Combine(candidate, Script)).FirstOrDefault(File.Exists)
            ?? throw new ServerNotInstalledException(
                $"找不到 RabbitMQ 程序{(folder is null ? "" : $"（{folder}）")}。请安装：apt install rabbitmq-server，或用 Messaging:RabbitMq 指定一个服务器。",
                $"RabbitMQ's programs were not found{(folder is null ? "" : $" in {folder}")}. Install them: apt install rabbitmq-server, or name a server in Messaging:RabbitMq.");
    }
}
