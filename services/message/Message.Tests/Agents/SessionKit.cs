using System.Net.WebSockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Messaging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Agents;

/// <summary>The message module's services on a real database, without a bus and without a web server.</summary>
internal sealed class SessionKit : IAsyncDisposable
{
    private readonly TestDatabases databases;
    private readonly IHost host;

    private SessionKit(TestDatabases databases, IHost host) => (this.databases, this.host) = (databases, host);

    public FakeClock Clock => (FakeClock)host.Services.GetRequiredService<TimeProvider>();

    public AgentConnections Connections => host.Services.GetRequiredService<AgentConnections>();

    public DecisionClaims Claims => host.Services.GetRequiredService<DecisionClaims>();

    /// <summary>A service of which a process has one.</summary>
    public T Single<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>What a host is told first when it is to stop.</summary>
    public void BeginToStop() => host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public static async Task<SessionKit> StartAsync(CancellationToken ct, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var room = await TestServers.CreateDatabasePrefixAsync(ct);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Persistence:ConnectionString"] = room.ConnectionString,
            ["Persistence:DatabasePrefix"] = room.Prefix,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton<TimeProvider>(new FakeClock());
        builder.Services.AddScoped(typeof(IOutbox<>), typeof(SilentOutbox<>));
        new MessageModule().AddServices(builder);
        var kit = new SessionKit(room, builder.Build());
        await kit.QueryAsync(context => context.Database.EnsureCreatedAsync(ct));
        return kit;
    }

    public AgentSession Session(string agentId, WebSocket socket) =>
        ActivatorUtilities.CreateInstance<AgentSession>(host.Services, agentId, socket);

    /// <summary>A decision, and the wake-up that follows each.</summary>
    public async Task<Guid> DecideAsync(string agentId, string state, string? claimedBy = null)
    {
        var now = Clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await QueryAsync(context =>
        {
            context.Add(new Decision
            {
                Id = id, TurnId = null, ConversationId = Guid.NewGuid(), AgentId = agentId, ChatId = "chat", ChatName = "chat",
                IsGroup = false, Action = DecisionAction.Reply, Parts = ["a"], Confidence = 1, Reason = "answered", EvidenceIds = [],
                MessageIds = [], ReceivedAt = now, DecidedAt = now, DeliveryState = state, ClaimedBy = claimedBy,
            });
            return context.SaveChangesAsync();
        });
        Connections.Wake(agentId);
        return id;
    }

    /// <summary>Waits until a session has nothing to send and listens for its wake-up.</summary>
    public Task RestsAsync() => Eventually.Holds("the session waits for its wake-up", () => Clock.PendingTimers == 1);

    public async Task<T> QueryAsync<T>(Func<MessageDbContext, Task<T>> query)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<MessageDbContext>());
    }

    /// <summary>Calls a service in a scope of its own, as a request does.</summary>
    public async Task<T> UseAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task UseAsync<TService>(Func<TService, Task> work)
        where TService : notnull => UseAsync<TService, bool>(async service =>
        {
            await work(service);
            return true;
        });

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        await databases.DisposeAsync();
    }

    private sealed class SilentOutbox<TDbContext> : IOutbox<TDbContext>
        where TDbContext : DbContext
    {
        public void Publish<T>(T message, Guid orderingKey, DateTimeOffset? due = null)
            where T : class
        {
        }
    }
}
