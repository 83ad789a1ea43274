using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>The catalogue as the register reads it.</summary>
internal sealed class ProviderKinds(ProviderCatalog catalog)
{
    /// <summary>A server that is in no catalogue: it says everything itself.</summary>
    public const string Custom = ProviderCatalog.Custom;

    public IEnumerable<string> Names => catalog.All.Select(known => known.Name).Append(Custom);

    /// <summary>Absent for custom, and for a name that nobody knows.</summary>
    public KnownProvider? Find(string name) => name == Custom ? null : catalog.Find(name);

    public bool Knows(string name) => name == Custom || Find(name) is not null;

    /// <summary>Who gets what is sent there. Only the catalogue's own addresses have a name; the region of others is unknown, or local.</summary>
    public TextReceiver ReceiverAt(Uri url) => catalog.ReceiverAt(url.OriginalString);

    /// <summary>Whether the catalogue says who runs that server; then nobody else may.</summary>
    public bool IsNamed(Uri url) => catalog.All.Any(known => known.Receiver is not null && new Uri(known.BaseUrl).Host == url.Host);
}
