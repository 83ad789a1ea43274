using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests;

/// <summary>The end of the process, as a kill -9 would bring it.</summary>
internal sealed class KilledException : Exception;

/// <summary>
/// The simulated desktop without HTTP between, or another desktop that shows the same chats; can end the agent before or
/// after any act.
/// </summary>
internal sealed class WorldDesktop(SimulatedWorld world, IWeChatDesktop? shown = null) : IWeChatDesktop
{
    private readonly IWeChatDesktop _shown = shown ?? new Direct(world);

    /// <summary>Called with the name of every act before and after it takes effect.</summary>
    public Action<string> Reached { get; set; } = _ => { };

    /// <summary>Called before Enter; throws when nobody allowed it.</summary>
    public Action Entering { get; set; } = () => { };

    public int LongestText => _shown.LongestText;

    /// <summary>The desktop behind.</summary>
    public IWeChatDesktop Shown => _shown;

    public Task<IReadOnlyList<ListedChat>> ListChatsAsync(CancellationToken ct) => ActAsync("list", () => _shown.ListChatsAsync(ct));

    public Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct) => ActAsync("open", () => _shown.OpenChatAsync(chat, ct));

    /// <summary>No act: it changes nothing and shows nothing of what was said.</summary>
    public Task<ChatKey?> ReadTitleAsync(CancellationToken ct) => _shown.ReadTitleAsync(ct);

    public Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct) => ActAsync("read", () => _shown.ReadOpenChatAsync(ct));

    public Task<RowPicture?> ReadRowPictureAsync(MessageRow row, CancellationToken ct) =>
        ActAsync("picture", () => _shown.ReadRowPictureAsync(row, ct));

    public Task<SavedAttachment?> SaveAttachmentAsync(MessageRow row, long maxBytes, CancellationToken ct) =>
        ActAsync("save", () => _shown.SaveAttachmentAsync(row, maxBytes, ct));

    public Task<string> ReadInputAsync(CancellationToken ct) => ActAsync("input", () => _shown.ReadInputAsync(ct));

    public Task SetInputAsync(string text, CancellationToken ct) => ActAsync("set", async () =>
    {
        await _shown.SetInputAsync(text, ct);
        return true;
    });

    public Task PressEnterAsync(CancellationToken ct)
    {
        Entering();
        return ActAsync("enter", async () =>
        {
            await _shown.PressEnterAsync(ct);
            return true;
        });
    }

    private async Task<T> ActAsync<T>(string name, Func<Task<T>> act)
    {
        Direct.ThrowIfHidden(world);
        Reached($"before {name}");
        var result = await act();
        Reached($"after {name}");
        return result;
    }

    private sealed class Direct(SimulatedWorld world) : IWeChatDesktop
    {
        public static void ThrowIfHidden(SimulatedWorld world)
        {
            if (world.Faults.TreeHidden)
            {
                throw new DesktopUnavailableException("tree_hidden");
            }
        }

        public Task<IReadOnlyList<ListedChat>> ListChatsAsync(CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<ListedChat>>(DesktopRoutes.List(world)
                .Select(chat => new SimulatedDesktopWire.Chat(
                    chat.Name, chat.Members, chat.Unread, chat.Preview, chat.AutomationId, chat.ItemName).ToListed())
                .OfType<ListedChat>().ToList());

        public Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct) =>
            Task.FromResult(world.Open(chat.Name, chat.IsGroup));

        public Task<ChatKey?> ReadTitleAsync(CancellationToken ct)
        {
            ThrowIfHidden(world);
            return Task.FromResult(DesktopRoutes.ReadTitle(world) is { } title ? Wire(title).ToKey() : (ChatKey?)null);
        }

        public Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct) => Task.FromResult(DesktopRoutes.Show(world) is { } shown
            ? new SimulatedDesktopWire.Shown(Wire(shown.Title), shown.Rows.Select(row => new SimulatedDesktopWire.Row(
                row.Class is { } known ? Enum.Parse<RowKind>(known.ToString()) : null,
                row.Text,
                row.RuntimeId,
                row.Side is { } side ? Enum.Parse<RowSide>(side, ignoreCase: true) : null,
                row.Sender,
                row.ClassName)).ToList()).ToOpen()
            : null);

        public Task<RowPicture?> ReadRowPictureAsync(MessageRow row, CancellationToken ct) =>
            Task.FromResult(DesktopRoutes.Picture(world, row.RuntimeId!) is { } picture
                ? new RowPicture(picture.Width, picture.Height, picture.Rgb)
                : null);

        public Task<SavedAttachment?> SaveAttachmentAsync(MessageRow row, long maxBytes, CancellationToken ct) =>
            Task.FromResult(DesktopRoutes.Save(world, row.RuntimeId!, maxBytes) is { } saved
                ? new SavedAttachment(saved.Name, saved.Content)
                : null);

        public Task<string> ReadInputAsync(CancellationToken ct) =>
            Task.FromResult(DesktopRoutes.ReadInput(world) ?? throw new DesktopUnavailableException("no_chat_open"));

        public Task SetInputAsync(string text, CancellationToken ct) => Task.FromResult(DesktopRoutes.SetInput(world, text));

        public Task PressEnterAsync(CancellationToken ct) => Task.FromResult(world.Enter());

        private static SimulatedDesktopWire.Title Wire(DesktopRoutes.Title title) => new(title.Name, title.IsGroup, title.CountLabel);
    }
}
