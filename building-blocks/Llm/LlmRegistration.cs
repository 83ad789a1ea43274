using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm;

public static class LlmRegistration
{
    private const string HttpClientName = "llm";

    /// <summary>
    /// Adds the options, the announcement of who receives customer texts, and <see cref="LlmClient"/>, which may be resolved
    /// only when <see cref="LlmOptions.IsConfigured"/>.
    /// </summary>
    public static void AddLlm(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LlmOptions>().BindConfiguration(LlmOptions.Section).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<LlmOptions>, ProviderFromSettings>();
        services.AddSingleton<IValidateOptions<LlmOptions>, LlmOptionsValidator>();
        services.AddSingleton<IValidateOptions<LlmOptions>, LlmConnectionValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry customer texts to a host that nobody named.
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });
        services.TryAddSingleton<IChatClient>(Connect);
        services.TryAddSingleton<LlmClient>();
        services.AddHostedService<ReceiverAnnouncement>();
    }

    private static OpenAiChatClient Connect(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<LlmOptions>>().Value;
        if (!options.IsConfigured)
        {
            throw new InvalidOperationException("No model is configured: ask LlmOptions.IsConfigured first.");
        }

        var key = options.ApiKeyFile.Length > 0 ? File.ReadAllText(options.ApiKeyFile).Trim() : options.ApiKey;
        return new OpenAiChatClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            options.Provider,
            new Uri(options.BaseUrl),
            options.Model,

            // The SDK insists on a key; a server that asks for none ignores it.
            key.Length > 0 ? key : "none");
    }
}

/// <summary>Fills what the Llm section leaves open from variables such as DEEPSEEK_API_KEY.</summary>
internal sealed class ProviderFromSettings(IConfiguration configuration) : IPostConfigureOptions<LlmOptions>
{
    public void PostConfigure(string? name, LlmOptions options)
    {
        var settings = ProviderCatalog.SettingNames.ToDictionary(setting => setting, setting => configuration[setting]);
        settings[ProviderSettings.Provider] = options.Provider;
        settings[ProviderSettings.BaseUrl] = options.BaseUrl;
        settings[ProviderSettings.ApiKey] = options.ApiKey;
        settings[ProviderSettings.ApiKeyFile] = options.ApiKeyFile;
        settings[ProviderSettings.Model] = options.Model;
        if (ProviderCatalog.Choose(settings) is not { } choice)
        {
            options.BaseUrl = "";
            return;
        }

        options.Provider = choice.Provider;
        options.BaseUrl = choice.BaseUrl;
        options.Model = choice.Model;
        options.ApiKey = choice.ApiKey ?? "";
        options.ApiKeyFile = choice.ApiKeyFile ?? "";
    }
}
