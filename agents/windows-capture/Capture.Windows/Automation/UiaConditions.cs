using System.Runtime.InteropServices.Marshalling;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>Conditions as UI Automation's own objects. They live as long as the tree does: there are as many as selectors.</summary>
internal sealed class UiaConditions(IUIAutomation automation)
{
    private readonly Dictionary<UiaCondition, IUIAutomationCondition> _conditions = [];

    public IUIAutomationCondition Native(UiaCondition condition)
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
                    automation.CreatePropertyCondition(number.Property, ComVariant.Create(number.Value), out created), created);
            case UiaCondition.Text text:
                using (var value = ComVariant.Create(text.Value))
                {
                    return UiaResult.Check(automation.CreatePropertyCondition(text.Property, value, out created), created);
                }

            case UiaCondition.Part part:
                using (var value = ComVariant.Create(part.Value))
                {
                    var result = automation.CreatePropertyConditionEx(part.Property, value, UiaIds.MatchSubstring, out created);
                    // Before Windows 10 1809 everything comes back and is sorted out here.
                    return result == UiaResult.InvalidArgument ? Create(new UiaCondition.Any()) : UiaResult.Check(result, created);
                }

            case UiaCondition.Both both:
                return UiaResult.Check(
                    automation.CreateAndCondition(Native(both.One), Native(both.Other), out created), created);
            case UiaCondition.Either either:
                return UiaResult.Check(
                    automation.CreateOrCondition(Native(either.One), Native(either.Other), out created), created);
            default:
                return UiaResult.Check(automation.CreateTrueCondition(out created), created);
        }
    }
}
