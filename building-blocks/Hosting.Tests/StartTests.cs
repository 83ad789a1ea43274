using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPlatform.Persistence;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task All_faults_of_the_configuration_are_listed_at_once_and_without_their_values()
    {
        var (exit, error) = await RunAsync(new()
        {
            ["Messaging:Transport"] = "pigeon",
            ["Hosting:Url"] = "ftp://127.0.0.1:1",
            ["Hosting:ShutdownTimeoutSeconds"] = "99",
            ["Edge:SigningKey"] = "short-secret",
            ["Edge:TokenHours"] = "many-secret",
            ["Stub:Size"] = "-1",
        });

        exit.ShouldBe(ExitCodes.BadConfiguration);
        error.ShouldStartWith("配置有误 / bad configuration:");
        error.ShouldContain("Hosting: ");
        error.ShouldContain("Messaging:Transport is rabbitmq or memory.");
        error.ShouldContain("ShutdownTimeoutSeconds");
        error.ShouldContain("Edge:TokenHours is not a Int32.");
        error.ShouldContain("Stub: Size is negative.");
        error.ShouldNotContain("secret");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_value_of_the_wrong_kind_hides_no_other_fault()
    {
        var (_, error) = await RunAsync(new() { ["Edge:TokenHours"] = "many", ["Stub:Size"] = "-1" });

        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("Hosting:Url")]
    [InlineData("Hosting:ManagementUrl")]
    public async Task A_taken_port_is_told_in_one_line_with_the_option_that_changes_it(string option)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exit, error) = await RunAsync(new() { [option] = $"http://127.0.0.1:{port}" });

        exit.ShouldBe(ExitCodes.PortTaken);
        error.ShouldContain("端口被占用 / port in use");
        error.ShouldContain($"{port}");
        error.ShouldContain(option);
        error.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_told_in_one_line_without_the_password()
    {
        var (exit, error) = await RunAsync(new()
        {
            ["Persistence:ConnectionString"] = "Host=127.0.0.1;Port=9;Username=u;Password=secret",
            ["Persistence:StartupTimeoutSeconds"] = "1",
        });

        exit.ShouldBe(ExitCodes.DatabaseAway);
        error.ShouldContain("数据库无法访问 / database unreachable");
        error.ShouldNotContain("secret");
        error.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_configuration_file_is_named()
    {
        var (exit, error) = await RunAsync([], "--config", "/no/such/file.json");

        exit.ShouldBe(ExitCodes.BadConfiguration);
        error.ShouldContain("/no/such/file.json");
    }

    [Fact]
    public async Task A_configuration_file_that_is_not_JSON_is_refused_with_the_line()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "{\n  \"Hosting\": {,}\n}", Ct);
        try
        {
            var (exit, error) = await RunAsync([], $"--config={file}");

            exit.ShouldBe(ExitCodes.BadConfiguration);
            error.ShouldContain("LineNumber: 1");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_configuration_file_is_read()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "{\"Stub\": {\"Size\": -5}}", Ct);
        try
        {
            var (_, error) = await RunAsync([], "--config", file);

            error.ShouldContain("Size is negative");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_refusal_before_the_modules_is_told_with_its_own_exit_code()
    {
        using var error = new StringWriter();
        var exit = await PlatformHost.RunAsync(
            new PlatformHostSetup
            {
                Modules = [new StubModule(_ => { })],
                ReadEnvironment = false,
                Error = error,
                PrepareAsync = (_, _) => throw new StartRefusedException(9, "数据目录被占用 / data folder in use"),
            },
            Ct);

        exit.ShouldBe(9);
        error.ToString().Trim().ShouldBe("数据目录被占用 / data folder in use");
    }

    private static async Task<(int Exit, string Error)> RunAsync(
        Dictionary<string, string?> settings, params string[] args)
    {
        using var error = new StringWriter();
        var setup = new PlatformHostSetup
        {
            Args = args,
            Modules = [new StubModule(_ => { }, builder =>
            {
                builder.Services.AddOptions<StubOptions>().BindConfiguration(StubOptions.Section).ValidateOnStart();
                builder.Services.AddSingleton<IValidateOptions<StubOptions>, StubValidator>();
                if (settings.ContainsKey("Persistence:ConnectionString"))
                {
                    builder.AddModuleDatabase<StubDbContext>("stub");
                }
            })],
            ReadEnvironment = false,
            Error = error,
            PrepareAsync = (builder, _) =>
            {
                builder.Configuration.AddInMemoryCollection(TestHost.Settings());
                builder.Configuration.AddInMemoryCollection(settings);
                return Task.CompletedTask;
            },
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        stop.CancelAfter(TimeSpan.FromSeconds(30));
        return (await PlatformHost.RunAsync(setup, stop.Token), error.ToString());
    }

    private sealed class StubDbContext(DbContextOptions<StubDbContext> options) : DbContext(options);

    private sealed class StubOptions
    {
        public const string Section = "Stub";

        public int Size { get; set; }
    }

    private sealed class StubValidator : IValidateOptions<StubOptions>
    {
        public ValidateOptionsResult Validate(string? name, StubOptions options) =>
            options.Size < 0 ? ValidateOptionsResult.Fail("Size is negative.") : ValidateOptionsResult.Success;
    }
}
