using WeChatPlatform.Ai.Replies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Caching;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;
using WeChatPlatform.Llm;
using WeChatPlatform.Messaging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests;

/// <summary>The ai module as a host composes it, with the fake provider as its model and everything it says kept.</summary>
internal sealed class AiKit : IAsyncDisposable
{
    public const string Key = "sk-very-secret-0123456789";

    private readonly IHost _host;

    private AiKit(FakeProvider? provider, IHost host, RecordedLog log) => (Provider, _host, Log) = (provider!, host, log);

    public FakeProvider Provider { get; }

    public RecordedLog Log { get; }

    public IReplyWriter Writer => _host.Services.GetRequiredService<IReplyWriter>();

    public IServiceProvider Services => _host.Services;

    public static async Task<AiKit> WithModelAsync(
        Dictionary<string, string?>? settings = null, TimeProvider? time = null)
    {
        var provider = await FakeProvider.StartAsync(TestContext.Current.CancellationToken);
        var (host, log) = Build(
            new Dictionary<string, string?>(settings ?? [])
            {
                ["Llm:BaseUrl"] = provider.BaseUrl,
                ["Llm:ApiKey"] = Key,
                ["Llm:Model"] = settings?.GetValueOrDefault("Llm:Model") ?? "fake-model",
            },
            time);
        return new AiKit(provider, host, log);
    }

    public static AiKit WithoutModel()
    {
        var (host, log) = Build(new Dictionary<string, string?> { ["Llm:Provider"] = "none" });
        return new AiKit(provider: null, host, log);
    }

    public static (IHost Host, RecordedLog Log) Build(Dictionary<string, string?> settings, TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        var fast = new Dictionary<string, string?>
        {
            ["Persistence:ConnectionString"] = "Host=localhost;Username=nobody",
            ["Llm:RetryDelaySeconds"] = "0.001",
            ["Caching:Store"] = "memory",
            ["Ai:Disclosure:Notice"] = "off",
        };
        builder.Configuration.AddInMemoryCollection(fast).AddInMemoryCollection(settings);
        var log = new RecordedLog();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddScoped(typeof(IOutbox<>), typeof(RecordedOutbox<>));
        builder.Services.AddSingleton<ISpending, RecordedSpending>();
        builder.Services.AddSingleton<IServiceClients, NoOtherServices>();
        builder.Services.AddSingleton<IBudgets, NoBudgets>();
        builder.AddPlatformCaching();

        // There is no database here, and so no register.
        builder.Services.AddSingleton<IProviderSource>(provider => provider.GetRequiredService<ConfigurationProviderSource>());
        new AiModule().AddServices(builder);
        return (builder.Build(), log);
    }

    /// <summary>What the consumer adds to its context and its outbox for one command.</summary>
    public async Task<(IReadOnlyList<object> Published, IReadOnlyList<LlmCall> Ledger)> ConsumeAsync(GenerateReply command)
    {
        await using var scope = Services.CreateAsyncScope();
        var consumer = ActivatorUtilities.CreateInstance<GenerateReplyConsumer>(scope.ServiceProvider);
        consumer.Record(command, await consumer.WorkAsync(command, TestContext.Current.CancellationToken));

        var outbox = (RecordedOutbox<AiDbContext>)scope.ServiceProvider.GetRequiredService<IOutbox<AiDbContext>>();
        outbox.Keys.ShouldAllBe(key => key == command.ConversationId);
        var context = scope.ServiceProvider.GetRequiredService<AiDbContext>();
        return (outbox.Messages, [.. context.ChangeTracker.Entries<LlmCall>().Select(entry => entry.Entity)]);
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        if (Provider is not null)
        {
            await Provider.DisposeAsync();
        }
    }
}

/// <summary>Stands where money is counted: this module's tests without a database look at what was to be counted.</summary>
internal sealed class RecordedSpending : ISpending
{
    public List<LlmCall> Counted { get; } = [];

    public List<ModelCall> Written { get; } = [];

    public Task CountAsync(IReadOnlyList<LlmCall> rows, CancellationToken ct)
    {
        Counted.AddRange(rows);
        return Task.CompletedTask;
    }

    public Task WriteAsync(CallContext context, IReadOnlyList<ModelCall> calls, CancellationToken ct)
    {
        Written.AddRange(calls);
        return Task.CompletedTask;
    }
}

/// <summary>Stands where Messaging's outbox writes rows: this module's tests look at what it was asked to publish.</summary>
internal sealed class RecordedOutbox<TDbContext> : IOutbox<TDbContext>
    where TDbContext : DbContext
{
    public List<object> Messages { get; } = [];

    public List<Guid> Keys { get; } = [];

    public void Publish<T>(T message, Guid orderingKey, DateTimeOffset? due = null)
        where T : class
    {
        Messages.Add(message);
        Keys.Add(orderingKey);
    }
}

/// <summary>A place where ai is alone: it knows of no other service, so nothing that one would do is offered.</summary>
internal sealed class NoOtherServices : IServiceClients
{
    public bool Knows(string service) => false;

    public HttpClient For(string service, Caller? onBehalfOf = null) => throw new InvalidOperationException($"There is no {service} here.");
}

/// <summary>There is no database here, and so nothing that was spent.</summary>
internal sealed class NoBudgets : IBudgets
{
    public ValueTask<BudgetState> StateAsync(string agentId, CancellationToken ct) => ValueTask.FromResult(BudgetState.Open);
}
