namespace WeChatPlatform.Customer;

/// <summary>
/// What is known of a customer's worth to us, each from 0 to 100. Absent is not zero: nothing is known yet, and that
/// counts as the middle.
/// </summary>
internal sealed record GradeComponents(double? Satisfaction, double? Activity, double? Value)
{
    public static GradeComponents Unknown { get; } = new(null, null, null);
}

/// <summary>White, gray or black, by a weighted score. A proposal: black by formula blocks nobody.</summary>
internal static class Grade
{
    public const string White = "white";
    public const string Gray = "gray";
    public const string Black = "black";

    private const double Neutral = 50;

    public static double Score(GradeComponents components, CustomerOptions rules) =>
        ((Known(components.Satisfaction) * rules.SatisfactionPercent)
            + (Known(components.Activity) * rules.ActivityPercent)
            + (Known(components.Value) * rules.ValuePercent)) / 100;

    public static string Of(GradeComponents components, CustomerOptions rules)
    {
        var score = Score(components, rules);
        return score >= rules.WhiteFrom ? White : score >= rules.GrayFrom ? Gray : Black;
    }

    private static double Known(double? component) => Math.Clamp(component ?? Neutral, 0, 100);
}
