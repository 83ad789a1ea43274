using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm;

/// <summary>Makes the client that speaks a provider's protocol.</summary>
internal sealed class ChatConnector(IHttpClientFactory http, ProviderCatalog catalog, IOptions<LlmOptions> options)
{
    internal const string HttpClientName = "llm";

    public IChatClient Connect(ConfiguredProvider provider, string model) => provider.Protocol switch
    {
        LlmProtocol.Anthropic => new AnthropicChatClient(
            http.CreateClient(HttpClientName), provider.Id, provider.BaseUrl, model, provider.ApiKey, options.Value.MaxTokens),
        _ => new OpenAiChatClient(
            http.CreateClient(HttpClientName), provider.Id, catalog.Find(provider.Kind), provider.BaseUrl, model, provider.ApiKey),
    };

    /// <summary>What a question may carry to this model: a model without a temperature is sent none.</summary>
    public ChatOptions Options(ConfiguredProvider provider, string model, int maxTokens, double temperature)
    {
        var known = catalog.Find(provider.Kind);
        return new ChatOptions
        {
            MaxOutputTokens = maxTokens,
            Temperature = known is { Temperature: null } || known?.Model(model) is { HasFixedTemperature: true } ? null : (float)temperature,
        };
    }
}
