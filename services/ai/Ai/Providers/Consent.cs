using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>
/// What an administrator agrees to: which server gets customer texts, in whose hands and where it is, and whether personal data is
/// masked before. When one of these changes, the agreement was about something else and does not hold.
/// </summary>
internal static class Consent
{
    public static string ScopeOf(Uri baseUrl, TextReceiver receiver, bool masks) =>
        $"{AddressOf(baseUrl)} | {receiver.English} | {receiver.Region} | {(masks ? "masked" : "as written")}";

    public static bool Holds(StoredProvider row, Uri baseUrl, TextReceiver receiver, bool masks) =>
        row.ConsentedAt is not null && row.ConsentScope == ScopeOf(baseUrl, receiver, masks);

    /// <summary>Scheme, host and port: what a key is given for.</summary>
    public static string AddressOf(Uri url) => url.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether a receiver is where personal data may go as it was written.</summary>
    public static bool IsWithin(TextRegion region) => region is TextRegion.Local or TextRegion.China;
}
