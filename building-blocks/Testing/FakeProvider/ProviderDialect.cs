using System.Text.Json.Nodes;

namespace WeChatPlatform.Testing;

/// <summary>Where a provider's wire differs from OpenAI's, as its documentation has it.</summary>
public sealed record ProviderDialect(string Name)
{
    /// <summary>Anthropic's Messages; what follows does not concern it.</summary>
    public bool IsAnthropic { get; init; }

    /// <summary>In which event of a stream the usage stands.</summary>
    public StreamedUsage Usage { get; init; }

    /// <summary>Whether answers have an id.</summary>
    public bool HasId { get; init; } = true;

    /// <summary>Whether a stream brings each call of a function whole, all with the index 0, and ends with stop.</summary>
    public bool SendsCallsWhole { get; init; }

    /// <summary>Comment lines before the first event, as long as the model is not ready.</summary>
    public bool KeepsAlive { get; init; }

    /// <summary>The error body around code, type and message.</summary>
    public Func<ProviderError, JsonNode> Error { get; init; } = error => new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = error.Message, ["type"] = error.Type, ["param"] = null, ["code"] = error.Code },
    };

    /// <summary>Status, code, type and words for each complaint.</summary>
    public required IReadOnlyDictionary<ProviderComplaint, ProviderError> Complaints { get; init; }
}

/// <summary>An error in the words of one provider.</summary>
public sealed record ProviderError(int Status, string? Code, string? Type, string Message);

/// <summary>Where the tokens stand in a stream.</summary>
public enum StreamedUsage
{
    /// <summary>In an event of its own without choices, when the caller asked for it.</summary>
    OwnEvent,

    /// <summary>In the event of the finish reason.</summary>
    WithFinish,

    /// <summary>Inside the choice of the event of the finish reason.</summary>
    InsideChoice,

    /// <summary>In every event, growing.</summary>
    EveryEvent,
}
