namespace WeChatPlatform.Message.Replies;

internal static class MergeWindow
{
    /// <summary>When a burst is over: quiet for the window after its last message, and never later than the limit after its first.</summary>
    public static DateTimeOffset End(DateTimeOffset first, DateTimeOffset last, MessageOptions options)
    {
        var quiet = last.AddMilliseconds(options.MergeWindowMilliseconds);
        var limit = first.AddMilliseconds(options.MergeLimitMilliseconds);
        return quiet < limit ? quiet : limit;
    }
}
