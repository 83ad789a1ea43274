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
            .Select(chat => new ListedChat(chat.Name, chat.Members, chat.Unread, chat.Preview)).ToList());

    public Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct) =>
        Act("open", () => world.Open(chat.Name, chat.IsGroup));

    public Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct) => Act("read", () => DesktopRoutes.Show(world) is { } shown
        ? new OpenChat(new ChatKey(shown.Title, shown.IsGroup), shown.Rows.Select(row => new MessageRow(
            Enum.Parse<RowKind>(row.Class.ToString()),
            row.Text,
            row.RuntimeId,
            Enum.Parse<RowSide>(row.Side, ignoreCase: true),
            row.Sender)).ToList())
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
