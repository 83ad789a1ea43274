using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatPlatform.Testing;

/// <summary>A request as it arrived at the fake provider.</summary>
public sealed record ProviderRequest(string? Authorization, JsonObject Body)
{
    public string? Model => (string?)Body["model"];

    public bool IsStream => (bool?)Body["stream"] ?? false;

    /// <summary>Role and text of each message, in order.</summary>
    public IReadOnlyList<(string Role, string Text)> Messages { get; } =
        [.. (Body["messages"] as JsonArray ?? []).Select(message => ((string?)message?["role"] ?? "", TextOf(message?["content"])))];

    public string LastUserText => Messages.LastOrDefault(message => message.Role == "user").Text ?? "";

    // A text, or the list of parts that the protocol allows instead.
    private static string TextOf(JsonNode? content) =>
        content is JsonArray parts ? string.Concat(parts.Select(part => (string?)part?["text"]))
        : content?.GetValueKind() == JsonValueKind.String ? (string)content!
        : "";
}
