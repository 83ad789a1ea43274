using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>
/// Which way an element is pressed. Ways that need neither mouse nor foreground come first; but a client may offer one that
/// does nothing. Whoever asks for the same element again soon saw no effect, so the next way is taken, and kept for elements
/// of that class.
/// </summary>
internal sealed class ClickLadder(TimeProvider time)
{
    // Longer than anybody waits for a chat to open; the press before may have taken seconds itself.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(12);
    private static readonly ClickWay[] Ways = [ClickWay.Select, ClickWay.Invoke, ClickWay.DefaultAction, ClickWay.Mouse];

    private readonly Dictionary<(UiControl Control, string ClassName), int> _steps = [];
    private (UiNode Node, ClickWay Way, DateTimeOffset At)? _last;

    /// <summary>The ways to try, in order, until one is offered.</summary>
    /// <returns>Beginning with the first way again once the mouse had no effect either.</returns>
    public IReadOnlyList<ClickWay> For(UiNode node)
    {
        var kind = (node.Control, node.ClassName);
        if (_last is { } last && RecordIdentity.IsSame(node, last.Node) && time.GetUtcNow() - last.At < Soon)
        {
            _steps[kind] = (Array.IndexOf(Ways, last.Way) + 1) % Ways.Length;
        }

        return Ways[_steps.GetValueOrDefault(kind)..];
    }

    public void Pressed(UiNode node, ClickWay way) => _last = (node, way, time.GetUtcNow());
}
