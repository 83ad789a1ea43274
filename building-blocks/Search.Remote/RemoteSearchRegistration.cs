using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Search.Remote;

public static class RemoteSearchRegistration
{
    /// <summary>
    /// Adds the options of all four servers, an HTTP client for each, and <see cref="RemoteSearch"/>, which makes the parts of those
    /// that are configured.
    /// </summary>
    public static void AddRemoteSearch(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<RemoteSearch>();
        builder.Services.TryAddSingleton<IVectorCache>(_ => new MemoryVectorCache(RemoteSearch.CachedVectors));
        Add<ElasticsearchOptions>(builder, ElasticsearchOptions.Section, (client, options) => client.DefaultRequestHeaders.Authorization = Authorization(options));
        Add<MilvusOptions>(builder, MilvusOptions.Section, Bearer);
        Add<EmbeddingOptions>(builder, EmbeddingOptions.Section, Bearer);
        Add<RerankOptions>(builder, RerankOptions.Section, Bearer);
    }

    private static void Add<TOptions>(IHostApplicationBuilder builder, string section, Action<HttpClient, TOptions> authorize)
        where TOptions : RemoteOptions
    {
        builder.Services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TOptions>>(new RemoteOptionsValidator<TOptions>(section));

        // The loggers of HTTP clients write addresses and, at their lowest level, headers.
        builder.Services.AddHttpClient(section)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient((provider, client) =>
            {
                var options = provider.GetRequiredService<IOptions<TOptions>>().Value;
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.BaseAddress = new Uri(options.Url.EndsWith('/') ? options.Url : options.Url + "/");
                client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
                authorize(client, options);
            })
            .ConfigurePrimaryHttpMessageHandler(provider => Handler(provider.GetRequiredService<IOptions<TOptions>>().Value));
    }

    private static SocketsHttpHandler Handler(RemoteOptions options)
    {
        // A redirect would carry customers' questions, and the key, to a host that nobody named.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        if (options.CaFile.Length > 0)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = new TrustedRoots(options.CaFile).Accepts;
        }

        return handler;
    }

    private static void Bearer(HttpClient client, RemoteOptions options)
    {
        if (options.Key() is { Length: > 0 } key)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    private static AuthenticationHeaderValue? Authorization(ElasticsearchOptions options) =>
        options.Key() is { Length: > 0 } key ? new AuthenticationHeaderValue("ApiKey", key)
        : options.UserName.Length > 0
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.UserName}:{options.Password}")))
        : null;
}

/// <summary>Makes the parts of a search that are on other servers; absent where none is configured, and the built-in ones are used.</summary>
public sealed class RemoteSearch(
    IHttpClientFactory http,
    IOptions<ElasticsearchOptions> elasticsearch,
    IOptions<MilvusOptions> milvus,
    IOptions<EmbeddingOptions> embedding,
    IOptions<RerankOptions> rerank,
    IVectorCache cache,
    TimeProvider time,
    ILoggerFactory loggers)
{
    // Of 1,024 numbers each: 80 MB.
    internal const int CachedVectors = 20_000;

    public ElasticsearchKeywordIndex? KeywordIndex() => elasticsearch.Value is { IsConfigured: true } options
        ? new(http.CreateClient(ElasticsearchOptions.Section), options, time, loggers.CreateLogger<ElasticsearchKeywordIndex>())
        : null;

    /// <summary>The vectors of one embedder, whichever it is.</summary>
    public MilvusVectorIndex? VectorIndex(IEmbedder embedder) => milvus.Value is { IsConfigured: true } options
        ? new(http.CreateClient(MilvusOptions.Section), options, embedder.Name, embedder.Dimensions, time, loggers.CreateLogger<MilvusVectorIndex>())
        : null;

    public EndpointEmbedder? Embedder() => embedding.Value is { IsConfigured: true } options
        ? new(http.CreateClient(EmbeddingOptions.Section), options, cache, time, loggers.CreateLogger<EndpointEmbedder>())
        : null;

    public EndpointReranker? Reranker() => rerank.Value is { IsConfigured: true } options
        ? new(http.CreateClient(RerankOptions.Section), options, time, loggers.CreateLogger<EndpointReranker>())
        : null;
}
