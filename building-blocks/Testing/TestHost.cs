using System.Collections.Concurrent;
using System.Net.Http.Headers;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;
using Xunit;

namespace WeChatPlatform.Testing;

/// <summary>
/// A process of the platform inside the test's own: real ports and a real PostgreSQL, messages in memory. What it publishes
/// and logs is kept; each caller has an HTTP client with a token that this host accepts.
/// </summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly KeptLog log;
    private readonly KeptMessages messages = new();
    private readonly ConcurrentDictionary<Caller, HttpClient> clients = new();
    private readonly Lazy<HttpClient> stranger;
    private readonly Lazy<HttpClient> management;

    private TestHost(WebApplication app, KeptLog log)
    {
        this.app = app;
        this.log = log;
        stranger = new Lazy<HttpClient>(() => new HttpClient { BaseAddress = Address });
        management = new Lazy<HttpClient>(() => new HttpClient { BaseAddress = AddressAt(1) });
    }

    /// <summary>Of the public port. Known once the host has started.</summary>
    public Uri Address => AddressAt(0);

    public IServiceProvider Services => app.Services;

    public HttpClient Viewer => As(Caller.User("viewer", Policies.Viewer));

    public HttpClient Operator => As(Caller.User("operator", Policies.Operator));

    public HttpClient Admin => As(Caller.User("admin", Policies.Admin));

    /// <summary>Without a token.</summary>
    public HttpClient Stranger => stranger.Value;

    /// <summary>On the management port, without a token.</summary>
    public HttpClient Management => management.Value;

    /// <summary>What was logged so far, in order.</summary>
    public IReadOnlyCollection<LogLine> Log => log.Lines;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What every host of a test is configured with; without databases it has none.</summary>
    public static Dictionary<string, string?> Settings(TestDatabases? databases = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Hosting:Url"] = "http://127.0.0.1:0",
            ["Hosting:ManagementUrl"] = "http://127.0.0.1:0",
            ["Hosting:WarmUp"] = "false",
            ["Messaging:Transport"] = "memory",
            ["Caching:Store"] = "memory",
            ["Edge:SigningKey"] = "a-secret-of-the-tests-0123456789-abc",
        };
        if (databases is not null)
        {
            settings["Persistence:ConnectionString"] = databases.ConnectionString;
            settings["Persistence:DatabasePrefix"] = databases.Prefix;
        }

        return settings;
    }

    /// <summary>The host of one service.</summary>
    public static Task<TestHost> StartAsync(
        IModule module, TestDatabases? databases, params IReadOnlyList<(string Key, string Value)> settings) =>
        StartAsync(new PlatformHostSetup { Modules = [module], ReadEnvironment = false }, databases, settings);

    /// <inheritdoc cref="Build"/>
    public static async Task<TestHost> StartAsync(
        PlatformHostSetup setup, TestDatabases? databases, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var host = Build(setup, databases, settings);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <remarks>
    /// <paramref name="setup"/> reads no environment and prepares nothing. Two hosts with the same
    /// <paramref name="databases"/> are a restart, or two replicas; the last of <paramref name="settings"/> wins.
    /// </remarks>
    public static TestHost Build(
        PlatformHostSetup setup, TestDatabases? databases, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var builder = PlatformHost.CreateBuilder(setup);
        var configuration = Settings(databases);
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        builder.Configuration.AddInMemoryCollection(configuration);
        var kept = new KeptLog();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(kept);
        return new TestHost(PlatformHost.Build(builder, setup), kept);
    }

    public Task StartAsync()
    {
        app.Services.GetRequiredService<IBus>().ConnectPublishObserver(messages);
        return PlatformHost.StartAsync(app, Ct);
    }

    /// <summary>Lets go of what is in hand in good order; a second host on the same databases goes on from there.</summary>
    public Task StopAsync() => app.StopAsync(Ct);

    public HttpClient Agent(string agentId, string desktop = Caller.SimulatedDesktop) => As(Caller.Agent(agentId, desktop));

    /// <summary>The host's own client of this caller, with its token.</summary>
    public HttpClient As(Caller caller) => clients.GetOrAdd(caller, who =>
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(who));
        return client;
    });

    public string Token(Caller caller) => Services.GetRequiredService<TokenIssuer>().Issue(caller).AccessToken;

    /// <summary>Publishes as another service would.</summary>
    public Task PublishAsync<T>(T message)
        where T : class => Services.GetRequiredService<IBus>().Publish(message, Ct);

    /// <summary>What was published so far, by the host or the test, each message once and in order.</summary>
    public IReadOnlyList<T> Published<T>()
        where T : class => messages.Of<T>();

    public async Task<T> NextAsync<T>(Func<T, bool> fits)
        where T : class
    {
        await Eventually.Holds($"a {typeof(T).Name} is published", () => Published<T>().Any(fits));
        return Published<T>().First(fits);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }

        foreach (var client in new[] { stranger, management }.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }

        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        log.Dispose();
    }

    private Uri AddressAt(int port) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(port));
}
