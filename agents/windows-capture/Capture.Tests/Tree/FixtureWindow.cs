using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>A window that stands still as it was recorded. Nothing that is done to it has an effect.</summary>
internal sealed class FixtureWindow(TreeRecord record) : IWeChatWindow
{
    public int Keys { get; private set; }

    public static TreeRecord Load(string name) =>
        TreeDump.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Tree", "Fixtures", name + ".json")));

    public Task<WindowFacts> LookAsync(IReadOnlyList<SelectorProfile> profiles, CancellationToken ct) => Task.FromResult(record.Facts);

    public Task<UiNode?> ReadAsync(UiSelector element, int depth, CancellationToken ct) =>
        Task.FromResult(Pruned(element.Find(record.Window), depth));

    public Task<bool> ClickAsync(UiNode node, CancellationToken ct) => Task.FromResult(true);

    public Task<bool> ScrollAsync(UiSelector list, int pages, CancellationToken ct) => Task.FromResult(false);

    public Task PasteAsync(UiSelector edit, string text, Func<Task>? lastLook, CancellationToken ct) => Key();

    public Task TypeAsync(UiSelector edit, string text, CancellationToken ct) => Key();

    public Task PressAsync(UiSelector edit, UiKeys keys, Func<Task>? lastLook, CancellationToken ct) => Key();

    public Task<RowPicture?> ReadPictureAsync(UiNode node, CancellationToken ct) => Task.FromResult<RowPicture?>(null);

    private Task Key()
    {
        Keys++;
        return Task.CompletedTask;
    }

    private static UiNode? Pruned(UiNode? node, int depth) => node is null ? null
        : node with { Children = depth == 0 ? [] : node.Children.Select(child => Pruned(child, depth - 1)!).ToList() };
}
