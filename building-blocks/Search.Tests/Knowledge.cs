namespace WeChatPlatform.Search.Tests;

/// <summary>Entries and searches to test with.</summary>
internal static class Knowledge
{
    public static readonly DateOnly Today = new(2026, 3, 1);

    public static readonly EntryScope Everybody = new(Guid.Empty, 1, null, [], []);

    public static SearchFilter Filter(long release = 1, string? product = null, string? audience = null) => new(release, Today, [], product, audience);

    public static IndexEntry Faq(string title, string text, params string[] similar) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), EntryKind.Faq, title, text, similar, Everybody);

    public static IndexEntry Passage(string title, string text) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), EntryKind.Passage, title, text, [], Everybody);

    public static Task<InProcessKnowledge> Of(params IndexEntry[] entries) =>
        InProcessKnowledge.BuildAsync(entries, null, BuiltInEmbedder.DefaultDimensions, CancellationToken.None);

    public static async Task<IReadOnlyList<FoundEvidence>> Ask(this InProcessKnowledge knowledge, string question, int top = 4)
    {
        var query = new HybridQuery(question, Filter()) { Top = top, Budget = TimeSpan.FromSeconds(30) };
        return (await knowledge.Search(TimeProvider.System).SearchAsync(query, CancellationToken.None)).Evidence;
    }
}
