using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests;

/// <summary>The end of the process, as a kill -9 would bring it.</summary>
internal sealed class KilledException : Exception;

/// <summary>The simulated desktop without HTTP between; can end the agent before or after any act.</summary>
internal sealed class WorldDesktop(SimulatedWorld world) : IWeChatDesktop
{
    /// <summary>Called with the name of every act before and after it takes effect.</summary>
    public Action<string> Reached { get; set; } = _ => { };

    public Task<IReadOnlyList<ListedChat>> ListChatsAsync(CancellationToken ct) => Act<IReadOnlyList<ListedChat>>(
        "list", () => DesktopRoutes.List(world)
            .Select(chat => new SimulatedDesktopWire.Chat(
                chat.Name, chat.Members, chat.Unread, chat.Preview, chat.AutomationId, chat.ItemName).ToListed())
            .OfType<ListedChat>().ToList());

    public Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct) =>
        Act("open", () => world.Open(chat.Name, chat.IsGroup));

    /// <summary>No act: it changes nothing and shows nothing of what was said.</summary>
    public Task<ChatKey?> ReadTitleAsync(CancellationToken ct)
    {
        ThrowIfHidden();
        return Task.FromResult(DesktopRoutes.ReadTitle(world) is { } title ? Wire(title).ToKey() : (ChatKey?)null);
    }

    public Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct) => Act("read", () => DesktopRoutes.Show(world) is { } shown
        ? new SimulatedDesktopWire.Shown(Wire(shown.Title), shown.Rows.Select(row => new SimulatedDesktopWire.Row(
            row.Class is { } known ? Enum.Parse<RowKind>(known.ToString()) : null,
            row.Text,
            row.RuntimeId,
            row.Side is { } side ? Enum.Parse<RowSide>(side, ignoreCase: true) : null,
            row.Sender,
            row.ClassName)).ToList()).ToOpen()
        : null);

    public Task<RowPicture?> ReadRowPictureAsync(MessageRow row, CancellationToken ct) => Act(
        "picture", () => DesktopRoutes.Picture(world, row.RuntimeId!) is { } picture
            ? new RowPicture(picture.Width, picture.Height, picture.Rgb)
            : null);

    public Task<SavedAttachment?> SaveAttachmentAsync(MessageRow row, long maxBytes, CancellationToken ct) => Act(
        "save", () => DesktopRoutes.Save(world, row.RuntimeId!, maxBytes) is { } saved
            ? new SavedAttachment(saved.Name, saved.Content)
            : null);

    public Task<string> ReadInputAsync(CancellationToken ct) =>
        Act("input", () => DesktopRoutes.ReadInput(world) ?? throw new DesktopUnavailableException("no_chat_open"));

    public Task SetInputAsync(string text, CancellationToken ct) => Act("set", () => DesktopRoutes.SetInput(world, text));

    /// <summary>Called before Enter; throws when nobody allowed it.</summary>
    public Action Entering { get; set; } = () => { };

    public Task PressEnterAsync(CancellationToken ct)
    {
        Entering();
        return Act("enter", world.Enter);
    }

    private static SimulatedDesktopWire.Title Wire(DesktopRoutes.Title title) => new(title.Name, title.IsGroup, title.CountLabel);

    private Task<T> Act<T>(string name, Func<T> act)
    {
        ThrowIfHidden();
        Reached($"before {name}");
        var result = act();
        Reached($"after {name}");
        return Task.FromResult(result);
    }

    private void ThrowIfHidden()
    {
        if (world.Faults.TreeHidden)
        {
            throw new DesktopUnavailableException("tree_hidden");
        }
    }
}
