namespace WeChatPlatform.Capture.Sending.Pacing.Conditions;

/// <summary>The account's cap for any 24 hours.</summary>
internal sealed class DayIsFull : IPaceCondition
{
    internal static readonly TimeSpan Window = TimeSpan.FromDays(1);

    public string Reason => "pace_day";

    public bool IsOfAccount => true;

    public bool Holds(PaceCase asked) =>
        asked.Pace.Limited && asked.GoesBeyond(asked.Pace.PerDay, asked.Within(Window).Count());
}
