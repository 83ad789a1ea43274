namespace WeChatPlatform.Quality;

/// <summary>How much of a text stands in another in the same order: the longest common subsequence of characters, punctuation left out.</summary>
internal static class RougeL
{
    public static double F1(string candidate, string reference)
    {
        var (a, b) = (Letters(candidate), Letters(reference));
        if (a.Length == 0 || b.Length == 0)
        {
            return 0;
        }

        var common = Common(a, b);
        return common == 0 ? 0 : 2.0 * common / (a.Length + b.Length);
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private static int Common(string a, string b)
    {
        var before = new int[b.Length + 1];
        foreach (var one in a)
        {
            var row = new int[b.Length + 1];
            for (var at = 1; at <= b.Length; at++)
            {
                row[at] = one == b[at - 1] ? before[at - 1] + 1 : Math.Max(before[at], row[at - 1]);
            }

            before = row;
        }

        return before[b.Length];
    }
}
