using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;

namespace WeChatPlatform.Capture.Windows.Tests.Automation;

/// <summary>An element of a tree that is played.</summary>
internal sealed class FakeElement(UiControl control, string className, string name = "", string automationId = "")
{
    private static int s_last;

    public UiControl Control { get; set; } = control;

    public string ClassName { get; set; } = className;

    public string AutomationId { get; set; } = automationId;

    public string Name { get; set; } = name;

    public string? Value { get; set; }

    public string RuntimeId { get; set; } = $"42.{Interlocked.Increment(ref s_last)}";

    public UiRect Bounds { get; set; } = new(0, 0, 100, 20);

    public List<FakeElement> Children { get; init; } = [];

    public bool IsDead { get; set; }

    public HashSet<ClickWay> Offers { get; init; } = [ClickWay.Select];

    /// <summary>Ways of which it says, as Qt does, that it is not available; it can be read all the same.</summary>
    public HashSet<ClickWay> Denies { get; } = [];

    public List<ClickWay> Presses { get; } = [];

    public KeyboardFocus Focus { get; set; } = KeyboardFocus.Here;

    public UiNode Record(int depth) => new(Control, ClassName, AutomationId, Name, RuntimeId, Value)
    {
        Bounds = Bounds,
        Children = depth == 0 ? [] : [.. Children.Select(child => child.Record(depth - 1))],
    };

    public IEnumerable<FakeElement> Below() => Children.SelectMany(child => child.Below().Prepend(child));
}

/// <summary>UI Automation, played: conditions are evaluated, dead elements say so, searches and live references are counted.</summary>
internal sealed class FakeTree : IUiTree<FakeElement>
{
    public Dictionary<nint, FakeElement> Windows { get; } = [];

    public int Searches { get; private set; }

    /// <summary>References that were given out and not given back.</summary>
    public int Held { get; private set; }

    /// <summary>Runs at the beginning of every call; a test hangs it here.</summary>
    public Action Before { get; set; } = () => { };

    public ScrollResult Scrolling { get; set; } = ScrollResult.Scrolled;

    public FakeElement OfWindow(nint window)
    {
        Before();
        return Give(Alive(Windows.GetValueOrDefault(window) ?? throw new ElementGoneException("no window")));
    }

    public IReadOnlyList<Found<FakeElement>> Find(FakeElement below, SearchPlan plan)
    {
        Before();
        Searches++;
        var hits = Alive(below).Below().Where(element => Fits(plan.Condition, element));
        return [.. (plan.FirstIsEnough ? hits.Take(1) : hits).Select(hit => new Found<FakeElement>(Give(hit), hit.Record(0)))];
    }

    public UiNode Read(FakeElement element, int depth)
    {
        Before();
        return Alive(element).Record(depth);
    }

    public Found<FakeElement>? Descend(FakeElement element, int depth, Predicate<UiNode> wanted)
    {
        Before();
        return Alive(element).Below().FirstOrDefault(one => wanted(one.Record(0))) is { } found
            ? new Found<FakeElement>(Give(found), found.Record(0))
            : null;
    }

    public bool Press(FakeElement element, ClickWay way)
    {
        Before();
        if (Alive(element).Denies.Contains(way))
        {
            throw new ElementGoneException("0x80040201");
        }

        if (!element.Offers.Contains(way))
        {
            return false;
        }

        element.Presses.Add(way);
        return true;
    }

    public ScrollResult Scroll(FakeElement list, bool down) => Scrolling;

    public void Focus(FakeElement element) => Before();

    public KeyboardFocus FocusOf(FakeElement element) => Alive(element).Focus;

    public void Release(FakeElement element) => Held--;

    public static bool Fits(UiaCondition condition, FakeElement element) => condition switch
    {
        UiaCondition.Any => true,
        UiaCondition.Number { Property: UiaIds.ControlType } type => UiaIds.TypeOf(element.Control) == type.Value,
        UiaCondition.Text text => Property(element, text.Property) == text.Value,
        UiaCondition.Part part => Property(element, part.Property).Contains(part.Value, StringComparison.Ordinal),
        UiaCondition.Both both => Fits(both.One, element) && Fits(both.Other, element),
        UiaCondition.Either either => Fits(either.One, element) || Fits(either.Other, element),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static string Property(FakeElement element, int property) => property switch
    {
        UiaIds.Name => element.Name,
        UiaIds.ClassName => element.ClassName,
        UiaIds.AutomationId => element.AutomationId,
        _ => throw new ArgumentOutOfRangeException(nameof(property)),
    };

    private static FakeElement Alive(FakeElement element) =>
        element.IsDead ? throw new ElementGoneException("dead") : element;

    private FakeElement Give(FakeElement element)
    {
        Held++;
        return element;
    }
}
