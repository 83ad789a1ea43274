namespace WeChatPlatform.Search;

/// <summary>Which entries a search may find.</summary>
/// <remarks>
/// <paramref name="Collections"/>, empty, means every collection. <paramref name="Product"/> and <paramref name="Audience"/>, absent,
/// exclude nothing; given, they find entries for that one and entries for everybody.
/// </remarks>
public sealed record SearchFilter(
    long Release,
    DateOnly Today,
    IReadOnlyCollection<Guid> Collections,
    string? Product = null,
    string? Audience = null)
{
    /// <summary>The rule itself, which every index has to follow.</summary>
    public bool Allows(EntryScope scope) =>
        scope.FromRelease <= Release && (scope.UntilRelease is not { } until || Release < until)
        && (Collections.Count == 0 || Collections.Contains(scope.CollectionId))
        && (scope.ValidFrom is not { } from || from <= Today) && (scope.ValidUntil is not { } last || Today <= last)
        && IsFor(scope.Products, Product) && IsFor(scope.Audiences, Audience);

    private static bool IsFor(IReadOnlyList<string> given, string? asked) =>
        given.Count == 0 || asked is null || given.Contains(asked, StringComparer.OrdinalIgnoreCase);
}
