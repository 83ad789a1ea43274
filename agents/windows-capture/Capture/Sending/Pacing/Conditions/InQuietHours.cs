using System.Globalization;

namespace WeChatPlatform.Capture.Sending.Pacing.Conditions;

/// <summary>
/// Hours in which nobody wants to be written to, by the PC's own clock: also without a server. An answer that has begun is
/// finished.
/// </summary>
internal sealed class InQuietHours : IPaceCondition
{
    public string Reason => "quiet_hours";

    public bool IsOfAccount => true;

    public bool Holds(PaceCase asked) => !asked.HasBegun && Contain(asked.Pace.QuietHours, asked.LocalNow);

    /// <summary>Whether it is quiet. The first minute is, the last one is not; hours may go over midnight.</summary>
    internal static bool Contain(string hours, DateTimeOffset localNow) => hours.Split('-') is [var from, var until]
        && TimeOnly.FromDateTime(localNow.DateTime).IsBetween(TimeOf(from), TimeOf(until));

    private static TimeOnly TimeOf(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
}
