using System.Runtime.Versioning;

namespace WeChatPlatform.LocalServers.Tests;

/// <summary>What is true while a cluster runs; the tests share one.</summary>
[SupportedOSPlatform("linux")]
public sealed class RunningPostgresTests(RunningPostgresTests.Cluster cluster) : IClassFixture<RunningPostgresTests.Cluster>
{
    [Fact]
    public async Task It_listens_on_the_loopback_only_and_on_no_unix_socket()
    {
        (await Sql.RunAsync(cluster.Postgres.ConnectionString, "show listen_addresses")).ShouldBe("127.0.0.1");
        (await Sql.RunAsync(cluster.Postgres.ConnectionString, "show unix_socket_directories")).ShouldBe("");
    }

    [Fact]
    public async Task It_stores_every_language() =>
        (await Sql.RunAsync(cluster.Postgres.ConnectionString, "show server_encoding")).ShouldBe("UTF8");

    [Fact]
    public async Task A_command_line_tool_finds_it_by_its_folder() =>
        (await LocalPostgres.ReadConnectionStringAsync(
            cluster.Folder.For("postgres"), TestContext.Current.CancellationToken))
        .ShouldBe(cluster.Postgres.ConnectionString);

    [Theory]
    [InlineData("superuser.password")]
    [InlineData("connection")]
    public void Secrets_are_readable_by_their_owner_only(string file) =>
        File.GetUnixFileMode(Path.Combine(cluster.Folder.For("postgres"), file))
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    [Fact]
    public async Task A_second_platform_on_the_folder_is_refused_and_told_who_holds_it()
    {
        var refusal = await Should.ThrowAsync<LocalServerException>(() => cluster.Folder.StartPostgresAsync());

        refusal.English.ShouldContain($"in use by another running platform (pid {Environment.ProcessId})");
        UnixProcess.IsRunning(cluster.Postgres.ProcessId).ShouldBeTrue();
    }

    [Fact]
    public async Task A_taken_port_is_refused_by_its_number()
    {
        await using var other = new ServerFolder();

        var refusal = await Should.ThrowAsync<LocalServerException>(
            () => other.StartPostgresAsync(port: cluster.Postgres.Port));

        refusal.English.ShouldContain($"Port {cluster.Postgres.Port} is taken");
    }

    public sealed class Cluster : IAsyncLifetime
    {
        internal ServerFolder Folder { get; } = new();

        internal LocalPostgres Postgres { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Postgres = await Folder.StartPostgresAsync();

        public async ValueTask DisposeAsync()
        {
            await Postgres.DisposeAsync();
            await Folder.DisposeAsync();
        }
    }
}
