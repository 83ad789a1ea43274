using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>The parts as a service gets them: registered, configured by settings.</summary>
internal static class RemoteKit
{
    /// <summary>Retries without waiting; timeouts never end on their own.</summary>
    public static RemoteSearch Search(KeptLog? log, TimeProvider time, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton(time);
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
            builder.Logging.SetMinimumLevel(LogLevel.Trace);
        }

        builder.AddRemoteSearch();
        return builder.Build().Services.GetRequiredService<RemoteSearch>();
    }

    public static ElasticsearchKeywordIndex Keyword(ElasticsearchStub server, Action<ElasticsearchOptions>? configure = null, KeptLog? log = null) =>
        Search(log, new SkippingClock(), Settings(ElasticsearchOptions.Section, new ElasticsearchOptions { Url = server.Url }, configure)).KeywordIndex()!;

    public static MilvusVectorIndex Vector(MilvusStub server, int dimensions, Action<MilvusOptions>? configure = null, string model = "test") =>
        Search(null, new SkippingClock(), Settings(MilvusOptions.Section, new MilvusOptions { Url = server.Url }, configure)).VectorIndex(Model(model, dimensions))!;

    public static EndpointEmbedder Embedder(EndpointStub server, Action<EmbeddingOptions>? configure = null, TimeProvider? time = null, KeptLog? log = null) =>
        Search(
            log,
            time ?? new SkippingClock(),
            Settings(EmbeddingOptions.Section, new EmbeddingOptions { Url = $"{server.Url}/v1", Model = "bge-m3", Dimensions = EndpointStub.Dimensions }, configure)).Embedder()!;

    public static EndpointReranker Reranker(EndpointStub server, Action<RerankOptions>? configure = null) =>
        Search(null, new SkippingClock(), Settings(RerankOptions.Section, new RerankOptions { Url = $"{server.Url}/v1", Model = "bge-reranker-v2-m3" }, configure)).Reranker()!;

    /// <summary>A model by its name alone, for indexes that keep vectors of it.</summary>
    public static IEmbedder Model(string name, int dimensions) => new NamedEmbedder(name, dimensions);

    private static (string, string)[] Settings<TOptions>(string section, TOptions options, Action<TOptions>? configure)
        where TOptions : RemoteOptions
    {
        configure?.Invoke(options);
        return [.. typeof(TOptions).GetProperties().Where(property => property.CanWrite)
            .Select(property => ($"{section}:{property.Name}", Convert.ToString(property.GetValue(options), System.Globalization.CultureInfo.InvariantCulture)!))];
    }

    private sealed class NamedEmbedder(string name, int dimensions) : IEmbedder
    {
        public string Name => name;

        public int Dimensions => dimensions;

        public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct) => throw new NotSupportedException();
    }
}

/// <summary>A clock for retries: waits end at once, are kept, and have passed; as long a one as a request may take, or longer, never ends.</summary>
internal sealed class SkippingClock : TimeProvider
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(new EmbeddingOptions().TimeoutSeconds);

    private readonly System.Collections.Concurrent.ConcurrentQueue<TimeSpan> _waits = new();
    private long _skipped;

    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _skipped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime < Never)
        {
            _waits.Enqueue(dueTime);
            Interlocked.Add(ref _skipped, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Nothing();
    }

    private sealed class Nothing : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
