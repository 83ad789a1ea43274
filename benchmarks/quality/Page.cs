namespace WeChatPlatform.Quality;

/// <summary>A page with parts that a program writes, between a pair of comments that carry the part's name.</summary>
internal static class Page
{
    /// <exception cref="InvalidOperationException">The page has no such part.</exception>
    public static string With(string page, string part, string text)
    {
        var start = $"<!-- {part}:start -->";
        var end = $"<!-- {part}:end -->";
        var from = page.IndexOf(start, StringComparison.Ordinal);
        var to = page.IndexOf(end, StringComparison.Ordinal);
        return from >= 0 && to > from
            ? string.Concat(page.AsSpan(0, from + start.Length), "\n", text.AsSpan().Trim(), "\n", page.AsSpan(to))
            : throw new InvalidOperationException($"The page has no part between {start} and {end}.");
    }
}
