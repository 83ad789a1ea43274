namespace WeChatPlatform.Capture.Reading;

/// <summary>Whether two texts are the same apart from what a client does to blanks and line ends.</summary>
internal static class SameText
{
    public static bool Is(string one, string other) => Plain(one) == Plain(other);

    private static string Plain(string text) => text
        .ReplaceLineEndings("\n")
        .Replace('\u00a0', ' ')
        .Replace('\u2005', ' ')
        .Replace("\ufffc", "", StringComparison.Ordinal)
        .Trim();
}
