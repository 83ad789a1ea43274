using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>The message service and the desk in one process, for the tests of one class. Each test has agents of its own.</summary>
public class MessageService : IAsyncLifetime
{
    private static int agents;

    private TestDatabases? databases;
    private TestHost? host;

    public Desk Desk { get; private set; } = new();

    public TestHost Host => host ?? throw new InvalidOperationException("The service is not running.");

    /// <summary>What this class of tests needs different; bursts are over at once unless it says otherwise.</summary>
    protected virtual IReadOnlyList<(string Key, string Value)> Settings => [];

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A service of one test's own, with its settings.</summary>
    public static async Task<MessageService> StartAsync(params IReadOnlyList<(string Key, string Value)> settings)
    {
        var service = new Configured(settings);
        await service.InitializeAsync();
        return service;
    }

    public async ValueTask InitializeAsync()
    {
        databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await ResumeAsync();
    }

    /// <summary>Starts on the same database again, with a desk that knows no script.</summary>
    public async Task ResumeAsync()
    {
        Desk = new Desk();
        host = await TestHost.StartAsync(
            new PlatformHostSetup { Modules = [new MessageModule(), Desk], ReadEnvironment = false },
            databases,
            [("Message:MergeWindowMilliseconds", "0"), ("Messaging:SweepSeconds", "0.2"), .. Settings]);
    }

    public async Task HaltAsync()
    {
        await Host.DisposeAsync();
        host = null;
    }

    /// <summary>An agent that no other test has. Its machine drives the simulated desktop, so it answers by itself.</summary>
    public AgentClient NewAgent(string desktop = Caller.SimulatedDesktop) =>
        new(this, $"agent-{Interlocked.Increment(ref agents)}", desktop);

    /// <summary>An agent that a setting names.</summary>
    public AgentClient Named(string agentId) => new(this, agentId, Caller.SimulatedDesktop);

    /// <summary>How often a model was asked in a conversation.</summary>
    public int GenerationsOf(Guid conversationId) =>
        Desk.Asked<GenerateReply>().Count(ask => ask.ConversationId == conversationId);

    /// <summary>Waits until a model is asked for an agent's customer.</summary>
    public Task<GenerateReply> GenerationAsync(AgentClient agent, string? question = null) => AskedAsync<GenerateReply>(ask =>
        (question is null || ask.Question == question)
        && Desk.Asked<IdentifyCustomer>().Any(who => who.TurnId == ask.TurnId && who.AgentId == agent.Id));

    /// <summary>Waits until the desk was asked such a question.</summary>
    public async Task<T> AskedAsync<T>(Func<T, bool> fits)
    {
        await Eventually.Holds($"a {typeof(T).Name} is asked", () => Desk.Asked<T>().Any(fits));
        return Desk.Asked<T>().First(fits);
    }

    /// <summary>Changes the service's rows, as time or another process would have.</summary>
    public async Task ChangeAsync(FormattableString sql)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<MessageDbContext>().Database.ExecuteSqlAsync(sql, Ct)).ShouldBeGreaterThan(0);
    }

    /// <summary>From now on the database lets nobody close this conversation.</summary>
    public async Task RefuseClosingAsync(Guid conversationId)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MessageDbContext>().Database.ExecuteSqlAsync(
            $"""
            create function refuse_closing() returns trigger language plpgsql as 'begin raise exception ''a bad row''; end';
            create trigger refuse_closing before update of closed_sequence on conversations
                for each row when (old.pause_reason = 'a bad row') execute function refuse_closing();
            """,
            Ct);
        await ChangeAsync($"update conversations set pause_reason = 'a bad row' where id = {conversationId}");
    }

    public async Task<HttpResponseMessage> OperateAsync(string path, object? body = null) =>
        await Host.Operator.PostAsJsonAsync($"/api/v1/{path}", body ?? new { }, Ct);

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        if (databases is not null)
        {
            await databases.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private sealed class Configured(IReadOnlyList<(string Key, string Value)> settings) : MessageService
    {
        protected override IReadOnlyList<(string Key, string Value)> Settings => settings;
    }
}
