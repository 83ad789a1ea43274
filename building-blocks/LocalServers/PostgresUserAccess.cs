namespace WeChatPlatform.LocalServers;

/// <summary>What a host that runs as root must see to before user postgres can run a cluster in its folder.</summary>
internal static class PostgresUserAccess
{
    private const string FirstClosedFolder =
        """
        for folder in "$@"; do [ -x "$folder" ] || { printf %s "$folder"; exit 1; }; done
        """;

    /// <exception cref="LocalServerException">User postgres cannot pass a folder on the way.</exception>
    public static async Task RequireReachableAsync(string folder, CancellationToken ct)
    {
        var way = new Stack<string>();
        for (var step = folder; step is not null; step = Path.GetDirectoryName(step))
        {
            way.Push(step);
        }

        var answer = await Command.RunAsync(
            "runuser",
            ["-u", PostgresPrograms.User, "--", "sh", "-c", FirstClosedFolder.Trim(), "sh", .. way],
            ct);
        if (answer.Succeeded)
        {
            return;
        }

        var closed = answer.Output;
        throw closed.Length == 0
            ? new LocalServerException(
                $"无法以用户 postgres 运行程序：{answer.LastWords}",
                $"Programs cannot be run as user postgres: {answer.LastWords}")
            : new LocalServerException(
                $"以 root 启动时，数据库由用户 postgres 运行，但它无法进入目录 {closed}。请执行 chmod o+x {closed}，或换一个数据目录，例如 /var/lib/wechat-platform。",
                $"Started as root, the database runs as user postgres, which cannot enter the folder {closed}. Run chmod o+x {closed}, or choose another data folder, such as /var/lib/wechat-platform.");
    }

    /// <summary>Hands a folder over with all that is in it.</summary>
    public static async Task GiveAsync(string folder, CancellationToken ct)
    {
        var answer = await Command.RunAsync("chown", ["-R", "-h", $"{PostgresPrograms.User}:", folder], ct);
        if (!answer.Succeeded)
        {
            throw new LocalServerException(
                $"无法把目录 {folder} 交给用户 postgres：{answer.LastWords}",
                $"The folder {folder} cannot be given to user postgres: {answer.LastWords}");
        }
    }
}
