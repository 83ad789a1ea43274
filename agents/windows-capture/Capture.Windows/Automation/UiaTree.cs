using System.Runtime.InteropServices.Marshalling;
using System.Runtime.Versioning;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>The tree of UI Automation 3. Made on the thread that uses it, a member of the multithreaded apartment.</summary>
[SupportedOSPlatform("windows")]
internal sealed class UiaTree : IUiTree<IUIAutomationElement>
{
    // Less than the time that one call to the window may take, so that UI Automation gives up first.
    private const uint ConnectionMilliseconds = 2000;
    private const uint TransactionMilliseconds = 3000;

    private static readonly int[] Properties =
    [
        UiaIds.RuntimeId, UiaIds.BoundingRectangle, UiaIds.ControlType, UiaIds.Name, UiaIds.HasKeyboardFocus,
        UiaIds.AutomationId, UiaIds.ClassName, UiaIds.ValueValue, UiaIds.FullDescription,
    ];

    private readonly IUIAutomation2 _automation;
    private readonly IUIAutomationCacheRequest _alone;
    private readonly IUIAutomationCacheRequest _withChildren;
    private readonly IUIAutomationCacheRequest _withSubtree;

    // Conditions live as long as this does: there are as many as selectors.
    private readonly Dictionary<UiaCondition, IUIAutomationCondition> _conditions = [];

    public UiaTree()
    {
        _automation = UiaObjects.CreateAutomation();
        // What an older Windows refuses here is a comfort, not a need.
        _ = _automation.PutConnectionTimeout(ConnectionMilliseconds);
        _ = _automation.PutTransactionTimeout(TransactionMilliseconds);
        // Selecting a chat must not take the foreground from the person at this PC.
        _ = _automation.PutAutoSetFocus(0);
        _alone = Request(UiaIds.ScopeElement);
        _withChildren = Request(UiaIds.ScopeElement | UiaIds.ScopeChildren);
        _withSubtree = Request(UiaIds.ScopeSubtree);
    }

    public IUIAutomationElement OfWindow(nint window) =>
        UiaResult.Check(_automation.ElementFromHandleBuildCache(window, _alone, out var element), element);

    public IReadOnlyList<Found<IUIAutomationElement>> Find(IUIAutomationElement below, SearchPlan plan)
    {
        var condition = Native(plan.Condition);
        if (plan.FirstIsEnough)
        {
            UiaResult.Check(below.FindFirstBuildCache(UiaIds.ScopeDescendants, condition, _alone, out var first));
            return first is null ? [] : [new(first, UiaObjects.NodeOf(first))];
        }

        UiaResult.Check(below.FindAllBuildCache(UiaIds.ScopeDescendants, condition, _alone, out var all));
        return [.. Each(all).Select(element => new Found<IUIAutomationElement>(element, UiaObjects.NodeOf(element)))];
    }

    public UiNode Read(IUIAutomationElement element, int depth)
    {
        var updated = UiaResult.Check(element.BuildUpdatedCache(RequestFor(depth), out var fresh), fresh);
        try
        {
            return Record(updated, depth);
        }
        finally
        {
            Release(updated);
        }
    }

    public Found<IUIAutomationElement>? Descend(IUIAutomationElement element, int depth, Predicate<UiNode> wanted)
    {
        var updated = UiaResult.Check(element.BuildUpdatedCache(RequestFor(depth), out var fresh), fresh);
        try
        {
            return Descend(updated, wanted, depth);
        }
        finally
        {
            Release(updated);
        }
    }

    public bool Press(IUIAutomationElement element, ClickWay way) => way switch
    {
        ClickWay.Select => With<IUIAutomationSelectionItemPattern>(element, UiaIds.SelectionItemPattern, item => item.Select()),
        ClickWay.Invoke => With<IUIAutomationInvokePattern>(element, UiaIds.InvokePattern, button => button.Invoke()),
        ClickWay.DefaultAction => With<IUIAutomationLegacyIAccessiblePattern>(
            element, UiaIds.LegacyIAccessiblePattern, item => item.DoDefaultAction()),
        _ => false,
    };

    public ScrollResult Scroll(IUIAutomationElement list, bool down)
    {
        var result = ScrollResult.NotOffered;
        With<IUIAutomationScrollPattern>(list, UiaIds.ScrollPattern, pattern =>
        {
            if (pattern.GetCurrentVerticallyScrollable(out var scrollable) < 0
                || pattern.GetCurrentVerticalScrollPercent(out var before) < 0)
            {
                return UiaResult.NotSupported;
            }

            result = ScrollResult.AtItsEnd;
            if (scrollable == 0 || (down ? before >= 100 : before <= 0))
            {
                return 0;
            }

            var amount = down ? UiaIds.ScrollLargeIncrement : UiaIds.ScrollLargeDecrement;
            var done = pattern.Scroll(UiaIds.ScrollNoAmount, amount);
            result = done >= 0 ? ScrollResult.Scrolled : ScrollResult.NotOffered;
            return done;
        });
        return result;
    }

    // Some providers refuse and take the keys all the same.
    public void Focus(IUIAutomationElement element) => _ = element.SetFocus();

    public KeyboardFocus FocusOf(IUIAutomationElement element)
    {
        var updated = UiaResult.Check(element.BuildUpdatedCache(_alone, out var fresh), fresh);
        try
        {
            if (UiaObjects.HasFocus(updated))
            {
                return KeyboardFocus.Here;
            }

            if (_automation.GetFocusedElementBuildCache(_alone, out var focused) < 0 || focused is null)
            {
                return KeyboardFocus.Unknown;
            }

            var holder = UiaObjects.NodeOf(focused);
            Release(focused);
            return FocusReading.Of(UiaObjects.NodeOf(updated), holder);
        }
        finally
        {
            Release(updated);
        }
    }

    public void Release(IUIAutomationElement element) => UiaObjects.Release(element);

    private UiNode Record(IUIAutomationElement element, int depth)
    {
        var node = UiaObjects.NodeOf(element);
        if (depth == 0)
        {
            return node;
        }

        var children = new List<UiNode>();
        foreach (var child in Children(element))
        {
            children.Add(Record(child, depth - 1));
            Release(child);
        }

        return children.Count == 0 ? node : node with { Children = children };
    }

    private Found<IUIAutomationElement>? Descend(IUIAutomationElement element, Predicate<UiNode> wanted, int depth)
    {
        if (depth == 0)
        {
            return null;
        }

        Found<IUIAutomationElement>? found = null;
        foreach (var child in Children(element))
        {
            // Those behind the one that was found are released unread.
            if (found is null && UiaObjects.NodeOf(child) is var node && wanted(node))
            {
                found = new(child, node);
                continue;
            }

            found ??= Descend(child, wanted, depth - 1);
            Release(child);
        }

        return found;
    }

    private static List<IUIAutomationElement> Children(IUIAutomationElement element)
    {
        UiaResult.Check(element.GetCachedChildren(out var children));
        return Each(children);
    }

    private static List<IUIAutomationElement> Each(IUIAutomationElementArray? array)
    {
        if (array is null)
        {
            return [];
        }

        UiaResult.Check(array.GetLength(out var length));
        var all = new List<IUIAutomationElement>(length);
        for (var index = 0; index < length; index++)
        {
            all.Add(UiaResult.Check(array.GetElement(index, out var element), element));
        }

        UiaObjects.Release(array);
        return all;
    }

    private static bool With<TPattern>(IUIAutomationElement element, int pattern, Func<TPattern, int> act)
        where TPattern : class
    {
        var asked = element.GetCurrentPattern(pattern, out var unknown);
        UiaResult.ThrowIfGone(asked);
        if (asked < 0 || unknown == 0)
        {
            return false;
        }

        var wrapped = UiaObjects.Wrap<TPattern>(unknown);
        try
        {
            var done = act(wrapped);
            if (done == UiaResult.NotSupported)
            {
                return false;
            }

            UiaResult.Check(done);
            return true;
        }
        finally
        {
            UiaObjects.Release(wrapped);
        }
    }

    private IUIAutomationCacheRequest RequestFor(int depth) => depth switch
    {
        0 => _alone,
        1 => _withChildren,
        _ => _withSubtree,
    };

    private IUIAutomationCacheRequest Request(int scope)
    {
        var request = UiaResult.Check(_automation.CreateCacheRequest(out var created), created);
        foreach (var property in Properties)
        {
            _ = request.AddProperty(property);
        }

        UiaResult.Check(request.PutTreeScope(scope));
        // As the searches see it: WeChat 3.9 nests its parts in elements that are no controls.
        var all = UiaResult.Check(_automation.GetRawViewCondition(out var raw), raw);
        UiaResult.Check(request.PutTreeFilter(all));
        return request;
    }

    private IUIAutomationCondition Native(UiaCondition condition)
    {
        if (!_conditions.TryGetValue(condition, out var native))
        {
            _conditions[condition] = native = Create(condition);
        }

        return native;
    }

    private IUIAutomationCondition Create(UiaCondition condition)
    {
        IUIAutomationCondition? created;
        switch (condition)
        {
            case UiaCondition.Number number:
                return UiaResult.Check(
                    _automation.CreatePropertyCondition(number.Property, ComVariant.Create(number.Value), out created), created);
            case UiaCondition.Text text:
                using (var value = ComVariant.Create(text.Value))
                {
                    return UiaResult.Check(_automation.CreatePropertyCondition(text.Property, value, out created), created);
                }

            case UiaCondition.Part part:
                using (var value = ComVariant.Create(part.Value))
                {
                    var result = _automation.CreatePropertyConditionEx(part.Property, value, UiaIds.MatchSubstring, out created);
                    // Before Windows 10 1809 everything comes back and is sorted out here.
                    return result == UiaResult.InvalidArgument ? Create(new UiaCondition.Any()) : UiaResult.Check(result, created);
                }

            case UiaCondition.Both both:
                return UiaResult.Check(
                    _automation.CreateAndCondition(Native(both.One), Native(both.Other), out created), created);
            case UiaCondition.Either either:
                return UiaResult.Check(
                    _automation.CreateOrCondition(Native(either.One), Native(either.Other), out created), created);
            default:
                return UiaResult.Check(_automation.CreateTrueCondition(out created), created);
        }
    }
}
