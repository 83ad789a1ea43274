using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Automation;

internal static class UiaBounds
{
    /// <summary>From left, top, width and height; empty for anything else, also for the infinite rectangle of a hidden element.</summary>
    public static UiRect Of(ReadOnlySpan<double> numbers)
    {
        if (numbers is not [var left, var top, var width, var height]
            || !IsPixel(left) || !IsPixel(top) || !IsPixel(width) || !IsPixel(height))
        {
            return default;
        }

        return new UiRect((int)left, (int)top, (int)width, (int)height);
    }

    /// <summary>What both have; empty when they do not meet.</summary>
    public static UiRect Overlap(UiRect one, UiRect other)
    {
        var left = Math.Max(one.Left, other.Left);
        var top = Math.Max(one.Top, other.Top);
        var width = Math.Min(one.Left + one.Width, other.Left + other.Width) - left;
        var height = Math.Min(one.Top + one.Height, other.Top + other.Height) - top;
        return width > 0 && height > 0 ? new UiRect(left, top, width, height) : default;
    }

    private static bool IsPixel(double number) => Math.Abs(number) < 1_000_000;
}
