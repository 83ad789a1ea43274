using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>A provider as people see it: its key is a mask.</summary>
internal sealed record ProviderView(
    string Id, string Kind, string Source, ProviderState State, string Protocol, string BaseUrl, string? ApiKey, string Model, string? VisionModel,
    IReadOnlyList<string> Models, IReadOnlyList<AgreedPrice> Prices, int Priority, bool Enabled, ProviderView.Company Receiver,
    bool MasksPersonalData, double? TryTimeoutSeconds, int MaxConcurrency, DateTimeOffset? ConsentedAt, string? ConsentedBy, long? Revision,
    DateTimeOffset? ChangedAt, string? ChangedBy)
{
    public const string OpenAi = "openai";
    public const string Anthropic = "anthropic";

    internal sealed record Company(string Zh, string En, TextRegion Region);

    public static ProviderView Of(RegisteredProvider provider)
    {
        var (connection, row) = (provider.Connection, provider.Row);
        var isConsented = provider.State is not ProviderState.ConsentMissing
            && row is not null
            && Consent.Holds(row, connection.BaseUrl, connection.Receiver, connection.MasksPersonalData);
        return new ProviderView(
            connection.Id,
            connection.Kind,
            provider.Source,
            provider.State,
            connection.Protocol == LlmProtocol.Anthropic ? Anthropic : OpenAi,
            connection.BaseUrl.OriginalString,
            row is not null ? row.KeyHint : connection.ApiKey.Length > 0 ? KeyMask.Of(connection.ApiKey) : null,
            connection.Model,
            connection.VisionModel,
            connection.Models,
            row?.Prices ?? [],
            connection.Priority,
            row?.IsEnabled ?? true,
            new Company(connection.Receiver.Chinese, connection.Receiver.English, connection.Receiver.Region),
            connection.MasksPersonalData,
            connection.TryTimeoutSeconds,
            connection.MaxConcurrency,
            isConsented ? row!.ConsentedAt : null,
            isConsented ? row!.ConsentedBy : null,
            row?.Revision,
            row?.ChangedAt,
            row?.ChangedBy);
    }
}
