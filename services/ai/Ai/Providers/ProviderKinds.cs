using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>What the catalogue knows of a provider: what its row need not say.</summary>
internal sealed record ProviderKind(string Name, string BaseUrl, string Model)
{
    public LlmProtocol Protocol { get; init; } = LlmProtocol.OpenAi;

    public string? VisionModel { get; init; }

    public IReadOnlyList<string> Models { get; init; } = [];

    public bool NeedsKey { get; init; } = true;
}

/// <summary>The catalogue as the register reads it.</summary>
internal sealed class ProviderKinds
{
    /// <summary>A server that is in no catalogue: it says everything itself.</summary>
    public const string Custom = ProviderCatalog.Custom;

    public IEnumerable<string> Names => ProviderCatalog.All.Select(known => known.Name).Append(Custom);

    /// <summary>Absent for custom, and for a name that nobody knows.</summary>
    public ProviderKind? Find(string name) =>
        ProviderCatalog.All.FirstOrDefault(known => known.Name == name) is { } known
            ? new ProviderKind(known.Name, known.BaseUrl, known.DefaultModel)
            : null;

    public bool Knows(string name) => name == Custom || Find(name) is not null;

    /// <summary>Who gets what is sent there. Only the catalogue's own addresses have a name; the region of others is unknown, or local.</summary>
    public TextReceiver ReceiverAt(Uri url)
    {
        var receiver = ProviderCatalog.ReceiverAt(url.AbsoluteUri);
        return url.IsLoopback ? receiver with { Region = TextRegion.Local } : receiver;
    }

    /// <summary>Whether the catalogue says who runs that server; then nobody else may.</summary>
    public bool IsNamed(Uri url) => ProviderCatalog.All.Any(known => new Uri(known.BaseUrl).Host == url.Host);
}
