namespace WeChatPlatform.Platform.Tests.Architecture;

internal static class Comparison
{
    /// <summary>Two lists say the same in any order; a failure tells only what one of them lacks.</summary>
    public static void ShouldSayTheSameAs(this IEnumerable<string> listed, IEnumerable<string> real)
    {
        var (left, right) = (listed.ToList(), real.ToList());

        right.ShouldNotBeEmpty();
        right.Except(left, StringComparer.Ordinal).ShouldBeEmpty("not listed");
        left.Except(right, StringComparer.Ordinal).ShouldBeEmpty("listed, and not there");
        left.ShouldBeUnique();
    }
}
