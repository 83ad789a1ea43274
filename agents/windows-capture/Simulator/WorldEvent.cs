using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPlatform.Simulator;

/// <summary>
/// One line of the file that the chats are kept in. <paramref name="Type"/> is created, said, sent, drafted or opened;
/// <paramref name="Text"/> is the message, the draft or, for created, the chat's name.
/// </summary>
internal sealed record WorldEvent(
    string Type,
    string ChatId,
    DateTimeOffset At,
    string? Text = null,
    string? Sender = null,
    IReadOnlyList<string>? Members = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorldEvent))]
internal sealed partial class WorldEventJson : JsonSerializerContext;
