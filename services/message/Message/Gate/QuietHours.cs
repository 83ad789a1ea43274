using System.Globalization;

namespace WeChatPlatform.Message.Gate;

internal static class QuietHours
{
    /// <summary>Whether it is quiet at a moment. The first minute is, the last one is not; hours may go over midnight.</summary>
    public static bool Contain(MessageOptions options, DateTimeOffset moment)
    {
        if (options.QuietHours.Length == 0)
        {
            return false;
        }

        var hours = options.QuietHours.Split('-');
        var (from, until) = (TimeOf(hours[0]), TimeOf(hours[1]));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        return TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime).IsBetween(from, until);
    }

    private static TimeOnly TimeOf(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
}
