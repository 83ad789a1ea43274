using System.Net;
using System.Runtime.Versioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Gateway.FirstStart;
using WeChatPlatform.Hosting;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Gateway.Tests;

public sealed class FirstStartTests
{
    public static bool IsWindows => OperatingSystem.IsWindows();

    [UnsupportedOSPlatform("windows")]
    [Fact(Skip = "File modes are Unix's.", SkipWhen = nameof(IsWindows))]
    public async Task The_file_is_its_owners_alone()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);

        File.GetUnixFileMode(Path.Combine(gateway.DataFolder, CredentialsFile.Name))
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [UnsupportedOSPlatform("windows")]
    [Fact(Skip = "File modes are Unix's.", SkipWhen = nameof(IsWindows))]
    public async Task A_file_that_everybody_could_read_is_replaced_by_one_that_they_cannot()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var path = Path.Combine(folder, CredentialsFile.Name);
        await File.WriteAllTextAsync(path, "{}", GatewayUnderTest.Ct);
        await File.WriteAllTextAsync(path + ".new", "left by a crash", GatewayUnderTest.Ct);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        await CredentialsFile.WriteAsync(folder, new FirstCredentials("a", "k", "u", "p"), GatewayUnderTest.Ct);

        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(folder).ShouldBe([path]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_second_start_keeps_what_the_first_made()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        var folder = GatewayUnderTest.NewDataFolder();
        var copy = folder + ".kept";
        FirstCredentials first;
        await using (var gateway = await GatewayUnderTest.StartAsync(databases, folder))
        {
            first = gateway.Credentials;
        }

        await using var again = await GatewayUnderTest.StartAsync(databases, copy);

        File.Exists(Path.Combine(copy, CredentialsFile.Name)).ShouldBeFalse();
        (await again.LogInAsync(new { agent_id = first.AgentId, api_key = first.ApiKey })).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_replicas_that_start_together_one_creates_and_its_file_is_true()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        var folder = GatewayUnderTest.NewDataFolder();
        await using var gateway = await GatewayUnderTest.StartAsync(databases, folder);
        await ForgetAsync(gateway);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FirstStep(gateway.Services).RunAsync(GatewayUnderTest.Ct)));

        await using var scope = gateway.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        (await database.Users.CountAsync(GatewayUnderTest.Ct)).ShouldBe(1);
        (await database.AgentKeys.CountAsync(GatewayUnderTest.Ct)).ShouldBe(1);
        var first = gateway.Credentials;
        (await gateway.LogInAsync(new { username = first.Username, password = first.Password }))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_crash_between_file_and_commit_is_mended_by_the_next_start()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        var lost = gateway.Credentials;
        await ForgetAsync(gateway);

        await FirstStep(gateway.Services).RunAsync(GatewayUnderTest.Ct);

        var first = gateway.Credentials;
        (await gateway.LogInAsync(new { agent_id = first.AgentId, api_key = first.ApiKey })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.LogInAsync(new { agent_id = lost.AgentId, api_key = lost.ApiKey }))
            .StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_leaves_no_administrator_behind()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        var notAFolder = Path.GetTempFileName();
        await using var built = GatewayUnderTest.Build(databases, notAFolder);

        var refused = await Should.ThrowAsync<StartRefusedException>(built.StartAsync);

        refused.Message.ShouldContain("Gateway:DataFolder");
        await using var scope = built.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<GatewayDbContext>().Users.AnyAsync(GatewayUnderTest.Ct)).ShouldBeFalse();
        File.Delete(notAFolder);
    }

    private static IStartStep FirstStep(IServiceProvider services) => services.GetServices<IStartStep>().OfType<CreateFirstIdentities>().Single();

    // What a crash before the commit leaves: the file, and no rows.
    private static async Task ForgetAsync(GatewayUnderTest gateway)
    {
        await using var scope = gateway.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        await database.Users.ExecuteDeleteAsync(GatewayUnderTest.Ct);
        await database.AgentKeys.ExecuteDeleteAsync(GatewayUnderTest.Ct);
    }
}
