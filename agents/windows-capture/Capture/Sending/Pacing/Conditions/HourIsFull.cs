namespace WeChatPlatform.Capture.Sending.Pacing.Conditions;

/// <summary>The account's cap for any 60 minutes.</summary>
internal sealed class HourIsFull : IPaceCondition
{
    internal static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public string Reason => "pace_hour";

    public bool IsOfAccount => true;

    public bool Holds(PaceCase asked) =>
        asked.Pace.Limited && asked.GoesBeyond(asked.Pace.PerHour, asked.Within(Window).Count());
}
