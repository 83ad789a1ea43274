namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>What differs between two texts, line by line: the longest common subsequence stays, the rest goes or comes.</summary>
internal static class LineDiff
{
    public const string Same = "same";
    public const string Removed = "removed";
    public const string Added = "added";

    /// <remarks><paramref name="Change"/> is same, removed or added.</remarks>
    internal sealed record Line(string Change, string Text);

    public static IReadOnlyList<Line> Of(string before, string after)
    {
        var (old, now) = (before.ReplaceLineEndings("\n").Split('\n'), after.ReplaceLineEndings("\n").Split('\n'));
        var common = Common(old, now);
        List<Line> lines = [];
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                lines.Add(new Line(Same, old[i++]));
                j++;
            }
            else if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(new Line(Removed, old[i++]));
            }
            else
            {
                lines.Add(new Line(Added, now[j++]));
            }
        }

        return lines;
    }

    // At each place the length of what both texts share from there on.
    private static int[,] Common(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
