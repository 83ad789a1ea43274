using Microsoft.Extensions.Options;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>The provider that the Llm section and the environment name, as a source.</summary>
internal sealed class SettingsProvider(IOptions<LlmOptions> options, ProviderKinds kinds) : IProviderSource
{
    public ValueTask<IReadOnlyList<ConfiguredProvider>> CurrentAsync(CancellationToken ct) => ValueTask.FromResult(Read(options.Value));

    private IReadOnlyList<ConfiguredProvider> Read(LlmOptions settings)
    {
        if (!settings.IsConfigured)
        {
            return [];
        }

        var url = new Uri(settings.BaseUrl);
        return
        [
            new ConfiguredProvider
            {
                Id = settings.Provider,
                Kind = settings.Provider,
                Protocol = kinds.Find(settings.Provider)?.Protocol ?? LlmProtocol.OpenAi,
                BaseUrl = url,
                ApiKey = settings.ApiKeyFile.Length > 0 ? File.ReadAllText(settings.ApiKeyFile).Trim() : settings.ApiKey,
                Model = settings.Model,
                Models = [settings.Model],
                VisionModel = kinds.Find(settings.Provider)?.VisionModel,
                Receiver = kinds.ReceiverAt(url),
                Version = "settings",
            },
        ];
    }
}
