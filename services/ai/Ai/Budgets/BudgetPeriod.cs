namespace WeChatPlatform.Ai.Budgets;

/// <summary>One day or one calendar month of a budget.</summary>
/// <remarks><paramref name="Name"/> is day or month; from <paramref name="From"/>, inclusive, to <paramref name="Until"/>, exclusive.</remarks>
internal sealed record BudgetPeriod(string Name, DateOnly StartsOn, DateTimeOffset From, DateTimeOffset Until)
{
    public const string Day = "day";
    public const string Month = "month";

    public static IReadOnlyList<string> Names { get; } = [Day, Month];
}
