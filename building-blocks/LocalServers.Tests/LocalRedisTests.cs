using System.Net.Sockets;
using System.Text;

namespace WeChatPlatform.LocalServers.Tests;

public sealed class LocalRedisTests
{
    private readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_asks_for_its_password_and_keeps_nothing_over_a_restart()
    {
        await using var folder = new ServerFolder();
        var first = await folder.StartRedisAsync();
        (await AskAsync(first, "GET a")).ShouldStartWith("-NOAUTH");
        (await AskAsync(first, Login(first), "SET a kept")).ShouldBe("+OK");
        (await AskAsync(first, Login(first), "GET a")).ShouldBe("$4");
        await first.DisposeAsync();
        UnixProcess.IsRunning(first.ProcessId).ShouldBeFalse();

        await using var second = await folder.StartRedisAsync(first.Port);

        second.ConnectionString.ShouldBe(first.ConnectionString);
        (await AskAsync(second, Login(second), "GET a")).ShouldBe("$-1");
    }

    [Fact]
    public async Task The_orphan_of_a_killed_host_is_stopped_and_its_folder_serves_again()
    {
        await using var folder = new ServerFolder();
        using (var stack = RunningLocalStack.Start(folder, "--redis --fast", "exec sleep 60"))
        {
            var variables = await stack.ReadVariablesAsync();
            variables["Caching__Redis"].ShouldStartWith("127.0.0.1:");
            variables["TEST_REDIS"].ShouldBe(variables["Caching__Redis"]);
            await stack.KillAsync();
        }

        var orphan = UnixProcess.ReadId(folder.For("redis/redis.pid"))!.Value;
        UnixProcess.IsRunning(orphan).ShouldBeTrue();

        await using var server = await folder.StartRedisAsync();

        UnixProcess.IsRunning(orphan).ShouldBeFalse();
        (await AskAsync(server, Login(server), "PING")).ShouldBe("+PONG");
        var refusal = await Should.ThrowAsync<LocalServerException>(() => folder.StartRedisAsync());
        refusal.English.ShouldContain($"in use by another running platform (pid {Environment.ProcessId})");
    }

    [Fact]
    public async Task Missing_programs_are_refused_with_what_to_install()
    {
        await using var folder = new ServerFolder();

        var refusal = await Should.ThrowAsync<ServerNotInstalledException>(() => folder.StartRedisAsync(binaries: folder.Path));

        refusal.English.ShouldContain("apt install redis-server");
    }

    private static string Login(LocalRedis server) => $"AUTH {server.ConnectionString.Split("password=")[1]}";

    /// <summary>The first line of the answer to the last command.</summary>
    private async Task<string?> AskAsync(LocalRedis server, params string[] commands)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Port, ct);
        using var reader = new StreamReader(client.GetStream());
        string? answer = null;
        foreach (var command in commands)
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"), ct);
            answer = await reader.ReadLineAsync(ct);
        }

        return answer;
    }
}
