using System.Text.Json.Serialization;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Desktop;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    PropertyNameCaseInsensitive = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(List<SimulatedDesktopWire.Chat>), TypeInfoPropertyName = "ListChat")]
[JsonSerializable(typeof(SimulatedDesktopWire.Open))]
[JsonSerializable(typeof(SimulatedDesktopWire.Title))]
[JsonSerializable(typeof(SimulatedDesktopWire.Shown))]
[JsonSerializable(typeof(SimulatedDesktopWire.Picture))]
[JsonSerializable(typeof(SimulatedDesktopWire.Saved))]
[JsonSerializable(typeof(SimulatedDesktopWire.Input))]
internal sealed partial class SimulatedDesktopJson : JsonSerializerContext;

/// <summary>
/// The simulated desktop's words. A window of 3.9 gives name, kind, sides and senders; one of 4.x only what its tree has:
/// automation ids, accessible names, class names.
/// </summary>
internal static class SimulatedDesktopWire
{
    internal sealed record Chat(
        string? Name, int? Members, int Unread, string? Preview, string? AutomationId = null, string? ItemName = null)
    {
        public ListedChat? ToListed() => ItemName is not null
            ? SessionItem.Read(AutomationId ?? "", ItemName)
            : new ListedChat(Name ?? "", Members, Unread, Preview ?? "");
    }

    internal sealed record Open(string Name, bool IsGroup);

    /// <summary>The count label, such as "(3)", exists in 4.x for groups only.</summary>
    internal sealed record Title(string Name, bool? IsGroup = null, string? CountLabel = null)
    {
        public ChatKey ToKey() => IsGroup is { } told ? new ChatKey(Name, told) : ChatTitle.Of(Name, CountLabel);
    }

    internal sealed record Row(
        RowKind? Class, string Text, string? RuntimeId, RowSide? Side, string? Sender, string? ClassName = null)
    {
        public MessageRow ToRow() => new(
            Class ?? RowReading.KindOf(ClassName),
            Text,
            RuntimeId,
            Side ?? RowSide.Unknown,
            Sender)
        {
            ClassName = ClassName,
        };
    }

    internal sealed record Shown(Title Title, List<Row> Rows)
    {
        public OpenChat ToOpen() => new(Title.ToKey(), Rows.ConvertAll(row => row.ToRow()));
    }

    internal sealed record Picture(int Width, int Height, byte[] Rgb);

    internal sealed record Saved(string Name, byte[] Content);

    internal sealed record Input(string Text);
}
