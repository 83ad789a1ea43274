using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>A way to press an element, the least intrusive first.</summary>
internal enum ClickWay
{
    Select,
    Invoke,
    DefaultAction,

    /// <summary>With the mouse, where the element stands on the screen.</summary>
    Mouse,
}

/// <summary>Where the keys of the window go.</summary>
internal enum KeyboardFocus
{
    Here,

    /// <summary>To another field that takes text.</summary>
    Elsewhere,

    /// <summary>The client does not say.</summary>
    Unknown,
}

/// <summary>What a list did when it was scrolled.</summary>
internal enum ScrollResult
{
    Scrolled,
    AtItsEnd,

    /// <summary>The list cannot be scrolled this way.</summary>
    NotOffered,
}

/// <summary>An element that was found, and itself without what is below it.</summary>
internal sealed record Found<TElement>(TElement Element, UiNode Node);

/// <summary>
/// The live tree behind the records: UI Automation, or a fake one. All calls from the one thread that owns it; whoever gets
/// an element releases it.
/// </summary>
/// <exception cref="ElementGoneException">As from every member: the element, or its window, is no more.</exception>
/// <exception cref="TreeFailedException">As from every member: anything else went wrong.</exception>
internal interface IUiTree<TElement>
    where TElement : class
{
    TElement OfWindow(nint window);

    /// <summary>Below the element, parents before children; more may come back than the selector of the plan means.</summary>
    IReadOnlyList<Found<TElement>> Find(TElement below, SearchPlan plan);

    /// <summary>The element with what is below it to the depth, in one request.</summary>
    UiNode Read(TElement element, int depth);

    /// <summary>The first one below the element, to the depth, that is wanted.</summary>
    Found<TElement>? Descend(TElement element, int depth, Predicate<UiNode> wanted);

    /// <summary>False when the element does not offer that way.</summary>
    bool Press(TElement element, ClickWay way);

    ScrollResult Scroll(TElement list, bool down);

    /// <summary>Asks the client to give the element the keys; whether it did is <see cref="FocusOf"/>'s to say.</summary>
    void Focus(TElement element);

    KeyboardFocus FocusOf(TElement element);

    void Release(TElement element);
}

/// <summary>The element is no more: its window was rebuilt, its row recycled, the client ended.</summary>
internal sealed class ElementGoneException(string message) : Exception(message);

/// <summary>UI Automation refused.</summary>
internal sealed class TreeFailedException(string message) : Exception(message);
