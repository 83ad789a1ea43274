using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Llm.Tests;

/// <summary>The chain as a host composes it, with fake providers behind it in the order in which they are asked.</summary>
public sealed class LlmKit : IAsyncDisposable
{
    public const string Key = "sk-very-secret-0123456789";
    public static readonly IReadOnlyList<ChatMessage> Question = [new(ChatRole.System, "规则"), new(ChatRole.User, "多少钱")];

    private readonly IHost _host;
    private readonly KeptLog _log;

    private LlmKit(IReadOnlyList<FakeProvider> providers, IHost host, KeptLog log) => (Providers, _host, _log) = (providers, host, log);

    public IReadOnlyList<FakeProvider> Providers { get; }

    /// <summary>The first, or the only one.</summary>
    public FakeProvider Provider => Providers[0];

    public IReadOnlyCollection<LogLine> Log => _log.Lines;

    public IServiceProvider Services => _host.Services;

    public ILlmChain Chain => Services.GetRequiredService<ILlmChain>();

    public IReadOnlyList<ConfiguredProvider> Connected => Services.GetRequiredService<ConfigurationProviderSource>().Current;

    public IReadOnlyList<LlmTarget> Targets => [.. Connected.Select(provider => new LlmTarget(provider.Id, provider.Model))];

    public static Task<LlmKit> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync([ProviderDialects.OpenAi], time: null, settings);

    /// <summary>A provider for each dialect, connected by its name in the catalogue.</summary>
    public static async Task<LlmKit> StartAsync(
        IReadOnlyList<ProviderDialect> dialects, TimeProvider? time, params (string Name, string Value)[] settings)
    {
        var ct = TestContext.Current.CancellationToken;
        var providers = await Task.WhenAll(dialects.Select(dialect => FakeProvider.StartAsync(dialect, ct)));
        var all = new Dictionary<string, string?>();
        for (var place = 0; place < providers.Length; place++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"Llm:Providers:{place}");
            all[$"{prefix}:Provider"] = providers[place].Dialect.Name;
            all[$"{prefix}:BaseUrl"] = providers[place].BaseUrl;
            all[$"{prefix}:ApiKey"] = Key;
            all[$"{prefix}:Model"] = "fake-model";
        }

        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var (host, log) = Build(all, time);
        return new LlmKit(providers, host, log);
    }

    public static (IHost Host, KeptLog Log) Build(Dictionary<string, string?> settings, TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Llm:RetryDelaySeconds"] = "0.001" })
            .AddInMemoryCollection(settings);
        var log = new KeptLog();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.AddLlm();
        return (builder.Build(), log);
    }

    public Task<LlmOutcome> AskAsync() => AskAsync(new LlmRequest(Question, Targets));

    public Task<LlmOutcome> AskAsync(LlmRequest request) => Chain.CompleteAsync(request, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        foreach (var provider in Providers)
        {
            await provider.DisposeAsync();
        }
    }
}
