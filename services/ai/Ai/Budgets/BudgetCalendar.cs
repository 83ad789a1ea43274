using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>Where the days and months of budgets and reports begin.</summary>
internal sealed class BudgetCalendar(IOptions<BudgetOptions> options)
{
    private readonly Lazy<TimeZoneInfo> _zone = new(() => TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone));

    /// <summary>Its IANA name, which PostgreSQL knows too.</summary>
    public string TimeZone => options.Value.TimeZone;

    public DateOnly Today(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone.Value).DateTime);

    /// <summary>The day and the month that an instant belongs to.</summary>
    public (BudgetPeriod Day, BudgetPeriod Month) At(DateTimeOffset at)
    {
        var today = Today(at);
        var first = new DateOnly(today.Year, today.Month, 1);
        return (Period(BudgetPeriod.Day, today, today.AddDays(1)), Period(BudgetPeriod.Month, first, first.AddMonths(1)));
    }

    /// <summary>
    /// The first instant of a day, in UTC. Where clocks jump over midnight, the day begins when they land; where they go back
    /// to it, with the first of the two.
    /// </summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var zone = _zone.Value;
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    private BudgetPeriod Period(string name, DateOnly first, DateOnly next) => new(name, first, StartOf(first), StartOf(next));
}
