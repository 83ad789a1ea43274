using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm;

public static class LlmRegistration
{
    /// <summary>
    /// Adds the options, the catalogue, the announcement of who receives customer texts, the providers that settings connect
    /// (as <see cref="IProviderSource"/> unless there is one), <see cref="ILlmChain"/> and <see cref="ILlmPing"/>.
    /// </summary>
    public static void AddLlm(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<LlmOptions>().BindConfiguration(LlmOptions.Section).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<LlmOptions>, ConnectionsOfOptions>();
        services.AddSingleton<IValidateOptions<LlmOptions>, LlmOptionsValidator>();
        services.AddSingleton<IValidateOptions<LlmOptions>, LlmConnectionValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => ProviderCatalog.Load(provider.GetRequiredService<IOptions<LlmOptions>>().Value.CatalogFile));
        services.AddTransient<ProviderAnswerHandler>();
        services.AddHttpClient(ChatConnector.HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .AddHttpMessageHandler<ProviderAnswerHandler>()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry customer texts to a host that nobody named.
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });
        services.TryAddSingleton<ChatConnector>();
        services.TryAddSingleton<ProviderConnections>();
        services.TryAddSingleton<ConfigurationProviderSource>();
        services.TryAddSingleton<IProviderSource>(provider => provider.GetRequiredService<ConfigurationProviderSource>());
        services.TryAddSingleton<ILlmChain, LlmChain>();
        services.TryAddSingleton<ILlmPing, LlmPing>();
        services.AddHostedService<ReceiverAnnouncement>();
    }
}

/// <summary>Works out the connections; what the section leaves open is filled from variables such as DEEPSEEK_API_KEY.</summary>
internal sealed class ConnectionsOfOptions(IConfiguration configuration) : IPostConfigureOptions<LlmOptions>
{
    public void PostConfigure(string? name, LlmOptions options)
    {
        var (catalog, _) = LlmConnectionValidator.CatalogOf(options);
        options.Connections = ConnectionsFromSettings.Read(options, catalog, variable => configuration[variable]);
        if (options.Connections is not [var first, ..])
        {
            options.BaseUrl = "";
            return;
        }

        (options.Provider, options.BaseUrl, options.Model) = (first.Provider, first.BaseUrl, first.Model);
        (options.ApiKey, options.ApiKeyFile) = (first.ApiKey, first.ApiKeyFile);
    }
}
