using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPlatform.Simulator;

/// <summary>
/// One line of the file that the chats are kept in. <paramref name="Type"/> is created, said, answered, sent, drafted,
/// opened, recalled or noticed; <paramref name="Text"/> is the message, the draft, the notice or, for created, the chat's
/// name. <paramref name="Message"/> is there for what is more than a text, <paramref name="RowId"/> for recalled.
/// </summary>
internal sealed record WorldEvent(
    string Type,
    string ChatId,
    DateTimeOffset At,
    string? Text = null,
    string? Sender = null,
    IReadOnlyList<string>? Members = null,
    SimulatedMessage? Message = null,
    long RowId = 0);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(WorldEvent))]
internal sealed partial class WorldEventJson : JsonSerializerContext;
