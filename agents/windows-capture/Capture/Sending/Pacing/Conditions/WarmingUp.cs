namespace WeChatPlatform.Capture.Sending.Pacing.Conditions;

/// <summary>
/// The two caps of the account while it is new: from a part of them on the first day they grow every 24 hours, evenly, and are
/// whole after the warm-up's days.
/// </summary>
internal sealed class WarmingUp : IPaceCondition
{
    public string Reason => "warm_up";

    public bool IsOfAccount => true;

    public bool Holds(PaceCase asked)
    {
        if (!asked.Pace.Limited || asked.Options.Account.IsAged)
        {
            return false;
        }

        var day = asked.FirstSentAt is { } first && first < asked.Now ? (int)(asked.Now - first).TotalDays : 0;
        return day < asked.Pace.WarmUpDays
            && (asked.GoesBeyond(CapOn(asked.Pace.PerDay, day, asked.Pace), asked.Within(DayIsFull.Window).Count())
                || asked.GoesBeyond(CapOn(asked.Pace.PerHour, day, asked.Pace), asked.Within(HourIsFull.Window).Count()));
    }

    /// <summary>What a cap is on a day of the warm-up, the first one being 0; one text at least.</summary>
    internal static int CapOn(int cap, int day, PaceOptions pace)
    {
        var percent = pace.WarmUpStartPercent + ((100.0 - pace.WarmUpStartPercent) * day / pace.WarmUpDays);
        return Math.Max(1, (int)(cap * percent / 100));
    }
}
