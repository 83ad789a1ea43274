using System.Text.Json.Serialization;

namespace WeChatPlatform.Capture.Desktop;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    PropertyNameCaseInsensitive = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(List<SimulatedDesktopWire.Chat>), TypeInfoPropertyName = "ListChat")]
[JsonSerializable(typeof(SimulatedDesktopWire.Open))]
[JsonSerializable(typeof(SimulatedDesktopWire.Shown))]
[JsonSerializable(typeof(SimulatedDesktopWire.Input))]
internal sealed partial class SimulatedDesktopJson : JsonSerializerContext;

/// <summary>The simulated desktop's words.</summary>
internal static class SimulatedDesktopWire
{
    internal sealed record Chat(string Name, int? Members, int Unread, string Preview);

    internal sealed record Open(string Name, bool IsGroup);

    internal sealed record Row(RowKind Class, string Text, string? RuntimeId, RowSide Side, string? Sender);

    internal sealed record Shown(string Title, bool IsGroup, List<Row> Rows);

    internal sealed record Input(string Text);
}
