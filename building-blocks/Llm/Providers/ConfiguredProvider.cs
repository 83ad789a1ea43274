namespace WeChatPlatform.Llm;

/// <summary>A provider that is set up and may be asked. A class, not a record: a record would print the key.</summary>
public sealed class ConfiguredProvider
{
    /// <summary>Stable and unique: what targets, the ledger and metrics name it by.</summary>
    public required string Id { get; init; }

    /// <summary>Its name in the catalogue, or custom.</summary>
    public required string Kind { get; init; }

    public required LlmProtocol Protocol { get; init; }

    public required Uri BaseUrl { get; init; }

    /// <summary>Empty for a server that asks for none.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The model that is asked when no rule names another.</summary>
    public required string Model { get; init; }

    /// <summary>The model that reads images; absent when there is none.</summary>
    public string? VisionModel { get; init; }

    /// <summary>All models that rules may name, <see cref="Model"/> among them.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Lower is asked first.</summary>
    public int Priority { get; init; }

    /// <summary>Who gets the texts.</summary>
    public required TextReceiver Receiver { get; init; }

    /// <summary>Whether phones, ids, cards and addresses are masked before a text leaves for it.</summary>
    public bool MasksPersonalData { get; init; }

    /// <summary>Longest one try may take, in seconds; absent takes the setting.</summary>
    public double? TryTimeoutSeconds { get; init; }

    /// <summary>Most requests to it at the same time.</summary>
    public int MaxConcurrency { get; init; } = 16;

    /// <summary>Changes whenever anything above does: connections are kept for as long as it stays.</summary>
    public required string Version { get; init; }

    public override string ToString() => $"{Id} {Model}";
}

/// <summary>How a provider is spoken to.</summary>
public enum LlmProtocol
{
    /// <summary>Chat completions as OpenAI defines them.</summary>
    OpenAi,

    /// <summary>Messages as Anthropic defines them.</summary>
    Anthropic,
}
