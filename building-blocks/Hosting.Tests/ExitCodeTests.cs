using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

public sealed class ExitCodeTests
{
    [Fact]
    public async Task A_host_that_its_background_work_brought_down_does_not_say_that_it_stopped_cleanly()
    {
        var (exit, _) = await RunAsync(new Module(builder => builder.Services.AddHostedService<FailingWork>()));

        exit.ShouldBe(ExitCodes.Unexpected);
    }

    [Fact]
    public async Task A_host_that_is_told_to_stop_before_it_is_complete_stops_cleanly()
    {
        var (exit, error) = await RunAsync(new Module(builder => builder.Services.AddHostedService<StopAtOnce>()));

        exit.ShouldBe(0);
        error.ShouldBeEmpty();
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

    [Fact]
    public async Task A_command_that_finds_no_RabbitMQ_says_so_in_one_line_without_the_password()
    {
        var module = new Module(builder => builder.AddModuleDatabase<EmptyDbContext>("stub"), listens: true);

        var (exit, error) = await RunAsync(
            module, "Host=127.0.0.1;Port=9;Username=u", "amqp://u:secret@127.0.0.1:9/", "poison", "list");

        exit.ShouldBe(ExitCodes.Unexpected);
        error.ShouldContain("RabbitMQ 无法访问 / RabbitMQ unreachable");
        error.ShouldNotContain("secret");
        error.Trim().Split('\n').Length.ShouldBe(1);
    }

    private static async Task<(int Exit, string Error)> RunAsync(
        IModule module, string? connection = null, string? rabbitMq = null, params string[] args)
    {
        using var error = new StringWriter();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        stop.CancelAfter(TimeSpan.FromSeconds(30));
        var exit = await PlatformHost.RunAsync(
            new PlatformHostSetup
            {
                Args = args,
                Modules = [module],
                ReadEnvironment = false,
                Error = error,
                PrepareAsync = (builder, _) =>
                {
                    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(TestHost.Settings())
                    {
                        ["Persistence:ConnectionString"] = connection,
                        ["Messaging:RabbitMq"] = rabbitMq,
                        ["Messaging:Transport"] = rabbitMq is null ? "memory" : "rabbitmq",
                    });
                    return Task.CompletedTask;
                },
            },
            stop.Token);
        return (exit, error.ToString());
    }

    private sealed class Module(Action<IHostApplicationBuilder> add, bool listens = false) : IModule
    {
        public string Name => "stub";

        public void AddServices(IHostApplicationBuilder builder) => add(builder);

        public void AddConsumers(ModuleBus bus)
        {
            if (listens)
            {
                bus.AddConsumer<IdleConsumer, EmptyDbContext>();
            }
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

    private sealed class StopAtOnce(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class IdleConsumer : IConsumer<KnowledgePublished>
    {
        public Task Consume(ConsumeContext<KnowledgePublished> context) => Task.CompletedTask;
    }

    private sealed class EmptyDbContext(DbContextOptions<EmptyDbContext> options) : DbContext(options);
}
