using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Hosting.Tests;

public sealed class ExitCodeTests
{
    [Fact]
    public async Task A_host_that_its_background_work_brought_down_does_not_say_that_it_stopped_cleanly()
    {
        var (exit, _) = await RunAsync(new Module(builder => builder.Services.AddHostedService<FailingWork>()));

        exit.ShouldBe(ExitCodes.Unexpected);
    }

    [Theory]
    [InlineData("postgres://platform:secret@db/")]
    [InlineData("Hots=db;Password=secret")]
    [InlineData("Username=platform;Password=secret")]
    public async Task A_connection_string_that_is_none_is_a_fault_of_the_configuration(string connection)
    {
        var (exit, error) = await RunAsync(
            new Module(builder => builder.AddModuleDatabase<EmptyDbContext>("stub")), connection);

        exit.ShouldBe(ExitCodes.BadConfiguration);
        error.ShouldContain("Persistence:ConnectionString");
        error.ShouldNotContain("secret");
    }

    private static async Task<(int Exit, string Error)> RunAsync(IModule module, string? connection = null)
    {
        using var error = new StringWriter();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        stop.CancelAfter(TimeSpan.FromSeconds(30));
        var exit = await PlatformHost.RunAsync(
            new PlatformHostSetup
            {
                Modules = [module],
                ReadEnvironment = false,
                Error = error,
                PrepareAsync = (builder, _) =>
                {
                    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(FreePorts)
                    {
                        ["Persistence:ConnectionString"] = connection,
                    });
                    return Task.CompletedTask;
                },
            },
            stop.Token);
        return (exit, error.ToString());
    }

    private sealed class Module(Action<IHostApplicationBuilder> add) : IModule
    {
        public string Name => "stub";

        public void AddServices(IHostApplicationBuilder builder) => add(builder);

        public void AddConsumers(ModuleBus bus)
        {
        }

        public void MapEndpoints(IEndpointRouteBuilder routes)
        {
        }
    }

    private sealed class FailingWork : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("the work failed");
        }
    }

    private sealed class EmptyDbContext(DbContextOptions<EmptyDbContext> options) : DbContext(options);
}
