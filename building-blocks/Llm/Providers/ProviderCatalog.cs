using System.Net;
using System.Text.Json;

namespace WeChatPlatform.Llm;

/// <summary>
/// The providers this platform knows by name, their models and list prices. Data (catalog.json), over which an operator may lay
/// a file of his own. The order is the order in which they are asked when nothing else is said.
/// </summary>
public sealed class ProviderCatalog
{
    /// <summary>The provider name that means: no model, whatever keys the environment holds.</summary>
    public const string None = "none";

    /// <summary>The name of a server that is in no catalogue: a local model, a company's own gateway.</summary>
    public const string Custom = "custom";

    private ProviderCatalog(IReadOnlyList<KnownProvider> all, TokenPrice unknownPrice) => (All, UnknownPrice) = (all, unknownPrice);

    /// <summary>The catalogue as the platform brings it.</summary>
    public static ProviderCatalog BuiltIn { get; } = ReadBuiltIn();

    public IReadOnlyList<KnownProvider> All { get; }

    /// <summary>Stands in for a price that nobody told; its IsKnown is false.</summary>
    public TokenPrice UnknownPrice { get; }

    /// <summary>The built-in catalogue with an operator's file laid over it. Empty path: the built-in one.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is no catalogue.</exception>
    public static ProviderCatalog Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            return BuiltIn;
        }

        using var file = File.OpenRead(path);
        return BuiltIn.With(CatalogDocument.Read(file));
    }

    /// <summary>The provider of that name; absent when there is none, custom included.</summary>
    public KnownProvider? Find(string name) =>
        All.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The list price of a model; absent when nobody told it.</summary>
    public CataloguePrice? PriceOf(string provider, string model) => Find(provider)?.Model(model)?.Price;

    /// <summary>Who gets the texts that are sent to this address.</summary>
    public TextReceiver ReceiverAt(string baseUrl) =>
        ByHost(baseUrl)?.Receiver is { } receiver ? receiver
        : !Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) ? new("未知地址", "an unknown address")
        : url.IsLoopback ? new($"本机的模型服务（{url.Authority}）", $"the model server on this machine ({url.Authority})", TextRegion.Local)
        : new($"服务器 {url.Authority} 的运营者", $"whoever runs the server {url.Authority}", RegionOf(url));

    /// <summary>The provider whose own address this is.</summary>
    internal KnownProvider? ByHost(string baseUrl) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out var url)
            ? All.FirstOrDefault(known => known.Receiver is not null && new Uri(known.BaseUrl).Host == url.Host)
            : null;

    private static TextRegion RegionOf(Uri url) =>
        IPAddress.TryParse(url.Host.Trim('[', ']'), out var address)
            ? IsPrivate(address) ? TextRegion.Local : TextRegion.Unknown

            // A name without a dot, and these endings, are answered by nobody outside the network.
            : !url.Host.Contains('.', StringComparison.Ordinal)
                || url.Host.EndsWith(".internal", StringComparison.Ordinal)
                || url.Host.EndsWith(".local", StringComparison.Ordinal) ? TextRegion.Local
            : TextRegion.Unknown;

    private static bool IsPrivate(IPAddress address) =>
        address.MapToIPv4().GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..]
        || address.IsIPv6UniqueLocal;

    private static ProviderCatalog ReadBuiltIn()
    {
        using var json = typeof(ProviderCatalog).Assembly.GetManifestResourceStream("WeChatPlatform.Llm.catalog.json")
            ?? throw new InvalidOperationException("The catalogue is missing in the assembly.");
        return new ProviderCatalog([], new TokenPrice(0, 0, IsKnown: false)).With(CatalogDocument.Read(json));
    }

    private ProviderCatalog With(CatalogDocument document)
    {
        var entries = document.Providers ?? [];
        var all = All.Select(known => entries.FirstOrDefault(entry => Names(entry, known)) is { } entry
                ? entry.Over(known, document.UsdCny) : known)
            .Concat(entries.Where(entry => !All.Any(known => Names(entry, known))).Select(entry => entry.Over(known: null, document.UsdCny)))
            .ToList();
        return new ProviderCatalog(
            all,
            document.UnknownPrice is { } price ? new TokenPrice(price.Input, price.Output, IsKnown: false) : UnknownPrice);
    }

    private static bool Names(CatalogDocument.Provider entry, KnownProvider known) =>
        string.Equals(entry.Name, known.Name, StringComparison.OrdinalIgnoreCase);
}
