using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatPlatform.Testing;

/// <summary>A request as it arrived at the fake provider.</summary>
public sealed record ProviderRequest(string? Authorization, JsonObject Body)
{
    /// <summary>The path that was asked, such as /v1/chat/completions.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether it speaks Anthropic's protocol.</summary>
    public bool IsAnthropic => Path.EndsWith("/messages", StringComparison.Ordinal);

    public string? Model => (string?)Body["model"];

    public bool IsStream => (bool?)Body["stream"] ?? false;

    /// <summary>Role and text of each message, in order; what Anthropic has beside the messages is the first, as system.</summary>
    public IReadOnlyList<(string Role, string Text)> Messages { get; } =
    [
        .. Body["system"] is { } system ? [("system", TextOf(system))] : Array.Empty<(string, string)>(),
        .. (Body["messages"] as JsonArray ?? []).Select(message => ((string?)message?["role"] ?? "", TextOf(message?["content"]))),
    ];

    public string LastUserText => Messages.LastOrDefault(message => message.Role == "user").Text ?? "";

    // A text, or the list of parts that the protocols allow instead.
    private static string TextOf(JsonNode? content) =>
        content is JsonArray parts ? string.Concat(parts.Select(part => (string?)part?["text"]))
        : content?.GetValueKind() == JsonValueKind.String ? (string)content!
        : "";
}
