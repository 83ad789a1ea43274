using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm;

/// <summary>The providers that settings connect. They do not change while the process runs; what an operator wrote counts as consented.</summary>
public sealed class ConfigurationProviderSource : IProviderSource
{
    // No setting changes under a running process.
    private const string OnlyVersion = "configuration";
    private readonly Lazy<IReadOnlyList<ConfiguredProvider>> _providers;

    public ConfigurationProviderSource(IOptions<LlmOptions> options, ProviderCatalog catalog) =>
        _providers = new(() => [.. options.Value.Connections.Select((entry, place) => Connect(entry, place, options.Value, catalog))]);

    /// <summary>What <see cref="CurrentAsync"/> tells, without waiting.</summary>
    public IReadOnlyList<ConfiguredProvider> Current => _providers.Value;

    public ValueTask<IReadOnlyList<ConfiguredProvider>> CurrentAsync(CancellationToken ct) => ValueTask.FromResult(Current);

    private static ConfiguredProvider Connect(
        ProviderConnectionSettings entry, int place, LlmOptions options, ProviderCatalog catalog)
    {
        var receiver = ReceiverOf(entry, catalog);
        var known = catalog.Find(entry.Provider);
        return new ConfiguredProvider
        {
            Id = entry.Id,
            Kind = entry.Provider,
            Protocol = entry.Protocol ?? LlmProtocol.OpenAi,
            BaseUrl = new Uri(entry.BaseUrl),
            ApiKey = entry.ApiKeyFile.Length > 0 ? File.ReadAllText(entry.ApiKeyFile).Trim() : entry.ApiKey,
            Model = entry.Model,
            VisionModel = entry.VisionModel.Length > 0 ? entry.VisionModel : null,
            Models = ModelsOf(entry, known),
            Priority = place,
            Receiver = receiver,
            MasksPersonalData = entry.MasksPersonalData ?? Masks(options.MaskPersonalData, receiver.Region),
            TryTimeoutSeconds = entry.TryTimeoutSeconds,
            MaxConcurrency = entry.MaxConcurrency ?? options.MaxConcurrency,
            Version = OnlyVersion,
        };
    }

    private static TextReceiver ReceiverOf(ProviderConnectionSettings entry, ProviderCatalog catalog)
    {
        var found = catalog.ReceiverAt(entry.BaseUrl);
        return new TextReceiver(
            entry.Operator.Length > 0 ? entry.Operator : found.Chinese,
            entry.OperatorEnglish.Length > 0 ? entry.OperatorEnglish : entry.Operator.Length > 0 ? entry.Operator : found.English,
            entry.Region ?? found.Region);
    }

    private static List<string> ModelsOf(ProviderConnectionSettings entry, KnownProvider? known)
    {
        var further = entry.Models.Count > 0 ? entry.Models
            : known?.Models.Select(model => model.Name).Where(name => name != KnownModel.Any) ?? [];
        return [.. further.Prepend(entry.VisionModel).Prepend(entry.Model).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    private static bool Masks(string setting, TextRegion region) => setting switch
    {
        "always" => true,
        "never" => false,
        _ => region is TextRegion.Abroad or TextRegion.Unknown,
    };
}
