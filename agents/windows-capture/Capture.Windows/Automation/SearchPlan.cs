using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>A condition that UI Automation evaluates in the client's process, so that elements that do not fit cost nothing.</summary>
internal abstract record UiaCondition
{
    public sealed record Any : UiaCondition;

    public sealed record Number(int Property, int Value) : UiaCondition;

    public sealed record Text(int Property, string Value) : UiaCondition;

    /// <summary>The value is part of the property; UI Automation knows no end-of-text test.</summary>
    public sealed record Part(int Property, string Value) : UiaCondition;

    public sealed record Both(UiaCondition One, UiaCondition Other) : UiaCondition;

    public sealed record Either(UiaCondition One, UiaCondition Other) : UiaCondition;
}

/// <summary>
/// How a selector is looked for: a condition that lets through everything that may fit, and whether the first hit is
/// the answer. The selector itself is held against what comes back.
/// </summary>
internal sealed record SearchPlan(UiaCondition Condition, bool FirstIsEnough)
{
    public static SearchPlan Of(UiSelector selector)
    {
        var conditions = new List<UiaCondition>();
        if (selector.Control is { } control && UiaIds.TypeOf(control) is { } type)
        {
            conditions.Add(new UiaCondition.Number(UiaIds.ControlType, type));
        }

        AddAny(conditions, UiaIds.ClassName, selector.ClassNames);
        if (!string.IsNullOrEmpty(selector.AutomationIdSuffix))
        {
            conditions.Add(new UiaCondition.Part(UiaIds.AutomationId, selector.AutomationIdSuffix));
        }

        AddAny(conditions, UiaIds.Name, selector.Names);
        var condition = conditions.Count == 0 ? new UiaCondition.Any() : conditions.Aggregate((one, other) => new UiaCondition.Both(one, other));

        // Where the condition lets through more than fits, or not the first one is meant, all are needed.
        var isExact = selector.AutomationIdSuffix is null && selector.Control != UiControl.Other;
        return new SearchPlan(condition, isExact && selector.Position == 0);
    }

    private static void AddAny(List<UiaCondition> conditions, int property, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            conditions.Add(values
                .Select(UiaCondition (value) => new UiaCondition.Text(property, value))
                .Aggregate((one, other) => new UiaCondition.Either(one, other)));
        }
    }
}
