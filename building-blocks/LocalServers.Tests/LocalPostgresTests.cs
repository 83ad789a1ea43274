using System.Globalization;
using System.Runtime.Versioning;

namespace WeChatPlatform.LocalServers.Tests;

[SupportedOSPlatform("linux")]
public sealed class LocalPostgresTests
{
    private readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stopped_it_leaves_no_process_and_started_again_it_has_its_data_and_password()
    {
        await using var folder = new ServerFolder();
        var first = await folder.StartPostgresAsync();
        await Sql.RunAsync(first.ConnectionString, "create table kept as select '你好' as text");
        await first.DisposeAsync();
        UnixProcess.IsRunning(first.ProcessId).ShouldBeFalse();
        (await LocalPostgres.ReadConnectionStringAsync(folder.For("postgres"), ct)).ShouldBeNull();

        await using var second = await folder.StartPostgresAsync();

        (await Sql.RunAsync(second.ConnectionString, "select text from kept")).ShouldBe("你好");
    }

    [Fact]
    public async Task A_cluster_of_another_major_version_is_refused_with_the_package_to_install()
    {
        await using var folder = new ServerFolder();
        Directory.CreateDirectory(folder.For("postgres/cluster"));
        await File.WriteAllTextAsync(folder.For("postgres/cluster/PG_VERSION"), "9\n", ct);

        var refusal = await Should.ThrowAsync<LocalServerException>(() => folder.StartPostgresAsync());

        refusal.English.ShouldContain("apt install postgresql-9");
    }

    [Fact]
    public async Task Missing_programs_are_refused_with_what_to_install()
    {
        await using var folder = new ServerFolder();
        var options = new LocalPostgresOptions { DataFolder = folder.For("postgres"), BinariesFolder = folder.Path };

        var refusal = await Should.ThrowAsync<ServerNotInstalledException>(() => LocalPostgres.StartAsync(
            options, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TimeProvider.System, ct));

        refusal.English.ShouldContain("apt install postgresql");
    }

    [Fact]
    public async Task Started_as_root_a_folder_that_user_postgres_cannot_reach_is_refused_by_name()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root starts PostgreSQL as another user.");
        await using var folder = new ServerFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var refusal = await Should.ThrowAsync<LocalServerException>(() => folder.StartPostgresAsync());

        refusal.English.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"chmod o+x {folder.Path},"));
    }
}
