namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>Entries for tests, visible to everybody from release 1 on unless it says otherwise.</summary>
internal static class Entries
{
    public static readonly Guid Products = Guid.Parse("0199a000-0000-7000-8000-000000000001");
    public static readonly Guid Policies = Guid.Parse("0199a000-0000-7000-8000-000000000002");
    public static readonly DateOnly Today = new(2026, 1, 5);

    public static SearchFilter Everything { get; } = new(Release: 1, Today, []);

    public static EntryScope Scope(
        long from = 1, long? until = null, Guid? collection = null, string[]? products = null, string[]? audiences = null, DateOnly? validFrom = null, DateOnly? validUntil = null) =>
        new(collection ?? Products, from, until, products ?? [], audiences ?? [], validFrom, validUntil);

    public static IndexEntry Passage(string title, string text, EntryScope? scope = null, float[]? vector = null) =>
        new(Id(), Id(), EntryKind.Passage, title, text, [], scope ?? Scope(), vector);

    public static IndexEntry Faq(string question, string answer, params string[] similar) =>
        new(Id(), Id(), EntryKind.Faq, question, answer, similar, Scope());

    public static IndexEntry At(float[] vector, EntryScope? scope = null) => Passage("标题", "内容", scope, Unit(vector));

    public static float[] Unit(params float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(number => number * number));
        return Array.ConvertAll(vector, number => (float)(number / length));
    }

    /// <summary>All kinds of scopes, the same for every run.</summary>
    public static IEnumerable<EntryScope> RandomScopes(int count)
    {
        var random = new Random(7);
        string[] names = ["A", "b", "带 空格", "quote\"in", "back\\slash", "*", "=A"];
        for (var number = 0; number < count; number++)
        {
            var from = random.Next(1, 6);
            yield return Scope(
                from,
                random.Next(3) == 0 ? null : from + random.Next(0, 4),
                random.Next(2) == 0 ? Products : Policies,
                Some(random, names),
                Some(random, names),
                random.Next(2) == 0 ? null : Today.AddDays(random.Next(-2, 3)),
                random.Next(2) == 0 ? null : Today.AddDays(random.Next(-2, 3)));
        }
    }

    public static IEnumerable<SearchFilter> RandomFilters(int count)
    {
        var random = new Random(11);
        string?[] names = [null, "a", "B", "带 空格", "quote\"in", "back\\slash", "*", "nobody has this"];
        Guid[][] collections = [[], [Products], [Policies], [Products, Policies], [Guid.Parse("0199a000-0000-7000-8000-00000000dead")]];
        for (var number = 0; number < count; number++)
        {
            yield return new SearchFilter(
                random.Next(0, 9), Today.AddDays(random.Next(-2, 3)), collections[random.Next(collections.Length)], names[random.Next(names.Length)], names[random.Next(names.Length)]);
        }
    }

    private static string[] Some(Random random, string[] names) =>
        random.Next(2) == 0 ? [] : [.. names.Where(_ => random.Next(3) == 0)];

    private static Guid Id() => Guid.CreateVersion7();
}
