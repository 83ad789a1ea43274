using System.Globalization;

namespace WeChatPlatform.Search.Remote;

/// <summary>
/// <see cref="EntryScope"/> in fields that hold a value always, so that <see cref="SearchFilter.Allows"/> becomes comparisons
/// without exceptions for what is absent.
/// </summary>
internal static class EntryScopeFields
{
    public const string Collection = "collection_id";
    public const string FromRelease = "from_release";
    public const string UntilRelease = "until_release";
    public const string ValidFrom = "valid_from";
    public const string ValidUntil = "valid_until";
    public const string Products = "products";
    public const string Audiences = "audiences";

    /// <summary>Stands in a list for: everybody. No name becomes it, because names get a sign before them.</summary>
    public const string Everybody = "*";

    /// <summary>Later than every release: the largest integer that JSON readers of all kinds take exactly.</summary>
    public const long Never = 9_007_199_254_740_991;

    public static string CollectionOf(Guid id) => id.ToString("N", CultureInfo.InvariantCulture);

    public static long UntilReleaseOf(EntryScope scope) => scope.UntilRelease ?? Never;

    public static int ValidFromOf(EntryScope scope) => (scope.ValidFrom ?? DateOnly.MinValue).DayNumber;

    public static int ValidUntilOf(EntryScope scope) => (scope.ValidUntil ?? DateOnly.MaxValue).DayNumber;

    public static IEnumerable<string> Marks(IReadOnlyList<string> names) => names.Count == 0 ? [Everybody] : names.Select(Mark);

    /// <summary>Names that differ in case alone are one, as <see cref="SearchFilter"/> has it.</summary>
    public static string Mark(string name) => "=" + name.ToUpperInvariant();
}
