using System.Net.Http.Headers;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.ErpSync.Tests;

/// <summary>The service as its host runs it, over an in-memory bus and a real PostgreSQL, with what it publishes of one kind kept.</summary>
internal sealed class RunningService<TPublished> : IAsyncDisposable
    where TPublished : class
{
    private readonly WebApplication app;

    private RunningService(WebApplication app)
    {
        this.app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Admin = Client(address, Policies.Admin);
        Viewer = Client(address, Policies.Viewer);
        Stranger = new HttpClient { BaseAddress = new Uri(address) };
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public HttpClient Admin { get; }

    public HttpClient Viewer { get; }

    public HttpClient Stranger { get; }

    public IReadOnlyCollection<TPublished> Published => app.Services.GetRequiredService<Kept>().Messages;

    public static async Task<RunningService<TPublished>> StartAsync(
        TestDatabases databases, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var setup = new PlatformHostSetup
        {
            Modules = [new ErpSyncModule(), new Listener()], ReadEnvironment = false, Name = "erp-sync",
        };
        var builder = PlatformHost.CreateBuilder(setup);
        builder.Configuration.AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Hosting:Url"] = "http://127.0.0.1:0",
            ["Hosting:ManagementUrl"] = "http://127.0.0.1:0",
            ["Messaging:Transport"] = "memory",
            ["Edge:SigningKey"] = "a-secret-of-the-tests-0123456789-abc",
            ["Persistence:ConnectionString"] = databases.ConnectionString,
            ["Persistence:DatabasePrefix"] = databases.Prefix,
        });
        var built = PlatformHost.Build(builder, setup);
        await PlatformHost.StartAsync(built, Ct);
        return new RunningService<TPublished>(built);
    }

    public Task SendAsync<T>(T message)
        where T : class => app.Services.GetRequiredService<IBus>().Publish(message, Ct);

    public async Task<TPublished> NextAsync(Func<TPublished, bool> fits)
    {
        await Eventually.Holds($"a {typeof(TPublished).Name} is published", () => Published.Any(fits));
        return Published.First(fits);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Viewer.Dispose();
        Stranger.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    private HttpClient Client(string address, string role)
    {
        var token = app.Services.GetRequiredService<TokenIssuer>().Issue(Caller.User("tester", role));
        var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
        return client;
    }

    private sealed class Kept
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<TPublished> messages = [];

        public IReadOnlyCollection<TPublished> Messages => messages;

        public void Add(TPublished message) => messages.Enqueue(message);
    }

    private sealed class KeepConsumer(Kept kept) : IConsumer<TPublished>
    {
        public Task Consume(ConsumeContext<TPublished> context)
        {
            kept.Add(context.Message);
            return Task.CompletedTask;
        }
    }

    private sealed class Listener : IModule
    {
        public string Name => "listener";

        public void AddServices(IHostApplicationBuilder builder) => builder.Services.AddSingleton<Kept>();

        public void AddConsumers(ModuleBus bus) => bus.AddBroadcastConsumer<KeepConsumer>();

        public void MapEndpoints(IEndpointRouteBuilder routes)
        {
        }
    }
}
