using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>The windows of the client that selectors may look into.</summary>
/// <remarks>
/// <paramref name="Others"/> gives its popups and dialogs as they are when it is called. Only a selector of a <see cref="UiControl.Window"/> looks there: a
/// detached chat has a title and an input of its own, which must never be taken for those of the main window.
/// </remarks>
internal sealed record ClientWindows(nint Main, Func<IReadOnlyList<nint>> Others);

/// <summary>
/// The elements that selectors found, kept while they live: the way to an element is long, the element itself is near. An
/// element that died, is no longer shown or no longer fits is looked for again, once. On the thread of the tree.
/// </summary>
internal sealed class ElementCache<TElement>(IUiTree<TElement> tree)
    where TElement : class
{
    private readonly Dictionary<UiSelector, TElement> _found = [];
    // What the last read of each selector saw, by runtime id: the way back from a record to its element.
    private readonly Dictionary<UiSelector, LastRead> _reads = [];
    private ClientWindows _windows = new(0, () => []);
    private long _turn;

    public IUiTree<TElement> Tree => tree;

    /// <summary>Another main window is another tree: nothing that was found is left.</summary>
    public void Use(ClientWindows windows)
    {
        if (windows.Main != _windows.Main)
        {
            Clear();
        }

        _windows = windows;
    }

    public void Clear()
    {
        foreach (var element in _found.Values)
        {
            tree.Release(element);
        }

        _found.Clear();
        _reads.Clear();
    }

    /// <summary>Null when the window has no such element.</summary>
    public UiNode? Read(UiSelector selector, int depth)
    {
        var wasKept = _found.ContainsKey(selector);
        var node = With(selector, element => tree.Read(element, depth));
        if (wasKept && node is not null && selector != UiSelector.Window && (node.Bounds.IsEmpty || !selector.Matches(node)))
        {
            // It lives, but the window shows another one by now, or gave it to something else.
            Forget(selector);
            node = With(selector, element => tree.Read(element, depth));
        }

        if (node is null)
        {
            _reads.Remove(selector);
            return null;
        }

        _reads[selector] = new LastRead(depth, [.. node.Subtree().Select(one => one.RuntimeId).OfType<string>()], ++_turn);
        return node;
    }

    /// <summary>Does something with the element of a selector; default when the window has none.</summary>
    public TResult? With<TResult>(UiSelector selector, Func<TElement, TResult> act)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            TElement? unkept = null;
            try
            {
                if (Resolve(selector) is not { } element)
                {
                    return default;
                }

                unkept = _found.ContainsValue(element) ? null : element;
                return act(element);
            }
            catch (ElementGoneException)
            {
                Forget(selector);
            }
            catch (TreeFailedException)
            {
                // Some providers say of a dead element only that they failed.
                Forget(selector);
                if (attempt > 0)
                {
                    throw;
                }
            }
            finally
            {
                if (unkept is not null)
                {
                    tree.Release(unkept);
                }
            }
        }

        return default;
    }

    /// <summary>
    /// Does something with the element of a record that was read before, if it is still that of the same thing; default when
    /// it is not. It gets the list that the element is in, or whatever was read with it.
    /// </summary>
    public TResult? WithNode<TResult>(UiNode record, Func<Found<TElement>, UiNode, TResult> act)
    {
        if (record.RuntimeId is not { } id)
        {
            return default;
        }

        var reads = _reads.Where(read => read.Value.Ids.Contains(id)).OrderByDescending(read => read.Value.Turn).ToList();
        foreach (var (selector, read) in reads)
        {
            var done = With(selector, root =>
            {
                var found = RecordIdentity.IsSame(tree.Read(root, 0), record)
                    ? new Found<TElement>(root, record)
                    : tree.Descend(root, read.Depth, node => RecordIdentity.IsSame(node, record));
                if (found is null)
                {
                    return (false, default(TResult));
                }

                try
                {
                    return (true, act(found, tree.Read(root, 0)));
                }
                finally
                {
                    if (!ReferenceEquals(found.Element, root))
                    {
                        tree.Release(found.Element);
                    }
                }
            });
            if (done.Item1)
            {
                return done.Item2;
            }
        }

        return default;
    }

    private TElement? Resolve(UiSelector selector)
    {
        if (_found.TryGetValue(selector, out var kept))
        {
            return kept;
        }

        var element = Search(selector);
        // Which one of several it is may change under it.
        if (element is not null && selector.Position == 0)
        {
            _found[selector] = element;
        }

        return element;
    }

    private TElement? Search(UiSelector selector)
    {
        if (selector == UiSelector.Window)
        {
            return tree.OfWindow(_windows.Main);
        }

        if (Resolve(selector.Within ?? UiSelector.Window) is not { } root)
        {
            return null;
        }

        var plan = SearchPlan.Of(selector);
        var element = Choose(tree.Find(root, plan), selector);
        if (selector.Within is { Position: not 0 })
        {
            tree.Release(root);
        }

        return element ?? (selector is { Within: null, Control: UiControl.Window } ? SearchOthers(selector, plan) : null);
    }

    private TElement? SearchOthers(UiSelector selector, SearchPlan plan)
    {
        foreach (var window in _windows.Others())
        {
            TElement? top = null;
            try
            {
                top = tree.OfWindow(window);
                if (selector.Position == 0 && selector.Matches(tree.Read(top, 0)))
                {
                    return top;
                }

                if (Choose(tree.Find(top, plan), selector) is { } found)
                {
                    tree.Release(top);
                    return found;
                }
            }
            catch (ElementGoneException)
            {
                // Popups come and go.
            }

            if (top is not null)
            {
                tree.Release(top);
            }
        }

        return null;
    }

    /// <summary>The one that the selector means; the others are released.</summary>
    private TElement? Choose(IReadOnlyList<Found<TElement>> candidates, UiSelector selector)
    {
        var fitting = candidates.Where(candidate => selector.Matches(candidate.Node)).ToList();
        var chosen = selector.Position >= 0
            ? fitting.ElementAtOrDefault(selector.Position)
            : fitting.ElementAtOrDefault(fitting.Count + selector.Position);
        foreach (var other in candidates.Where(candidate => !ReferenceEquals(candidate, chosen)))
        {
            tree.Release(other.Element);
        }

        return chosen?.Element;
    }

    private void Forget(UiSelector selector)
    {
        for (var step = selector; step is not null; step = step.Within ?? (step == UiSelector.Window ? null : UiSelector.Window))
        {
            if (_found.Remove(step, out var element))
            {
                tree.Release(element);
            }
        }
    }

    private sealed record LastRead(int Depth, HashSet<string> Ids, long Turn);
}
