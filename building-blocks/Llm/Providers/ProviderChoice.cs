namespace WeChatPlatform.Llm;

/// <summary>The provider that settings lead to. A class, not a record: a record would print the key.</summary>
public sealed class ProviderChoice
{
    /// <summary>A name of the catalogue, or custom.</summary>
    public required string Provider { get; init; }

    public required string BaseUrl { get; init; }

    /// <summary>Empty when the settings name a server of one's own without a model.</summary>
    public required string Model { get; init; }

    /// <summary>Absent for a server that asks for none, or when <see cref="ApiKeyFile"/> holds it.</summary>
    public string? ApiKey { get; init; }

    public string? ApiKeyFile { get; init; }

    public TextReceiver Receiver => ProviderCatalog.ReceiverAt(BaseUrl);

    public override string ToString() => $"{Provider} {Model}";
}
