using System.Text.Json;
using WeChatPlatform.Search;

namespace WeChatPlatform.Quality;

/// <summary>A public question set: documents, and questions with the documents that answer them.</summary>
internal sealed class QuestionSet
{
    private QuestionSet(string name, IReadOnlyList<Document> documents, IReadOnlyList<Question> questions)
    {
        Name = name;
        Documents = documents;
        Questions = questions;

        // Sets whose questions have an answer to be found in a text are made of passages, the others of standard questions.
        Kind = questions.Any(question => question.Answers is not null) ? EntryKind.Passage : EntryKind.Faq;
    }

    public string Name { get; }

    public EntryKind Kind { get; }

    public IReadOnlyList<Document> Documents { get; }

    public IReadOnlyList<Question> Questions { get; }

    /// <summary>The set of a name.</summary>
    public static QuestionSet Read(EvaluationData data, string name) => new(
        name,
        Lines<Document>(Path.Combine(data.Folder, name, "docs.jsonl")),
        Lines<Question>(Path.Combine(data.Folder, name, "queries.jsonl")));

    /// <summary>Every folder that has documents and questions.</summary>
    public static IReadOnlyList<QuestionSet> All(EvaluationData data) =>
    [
        .. Directory.EnumerateDirectories(data.Folder)
            .Where(folder => File.Exists(Path.Combine(folder, "docs.jsonl")) && File.Exists(Path.Combine(folder, "queries.jsonl")))
            .Select(folder => Path.GetFileName(folder)!)
            .Order(StringComparer.Ordinal)
            .Select(name => Read(data, name)),
    ];

    /// <summary>The documents, searchable as live answers search, with the id that the set gives each.</summary>
    public async Task<Indexed> IndexAsync()
    {
        var ids = Documents.ToDictionary(_ => Guid.CreateVersion7(), document => document.Id);
        var scope = new EntryScope(Guid.Empty, 1, null, [], []);
        var entries = Documents.Zip(ids.Keys, (document, id) => new IndexEntry(
            id, id, Kind, document.Title ?? "", document.Text ?? "", document.Similar ?? [], scope));
        var knowledge = await InProcessKnowledge.BuildAsync([.. entries], null, BuiltInEmbedder.DefaultDimensions, CancellationToken.None);
        return new Indexed(knowledge, ids);
    }

    private static List<T> Lines<T>(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web)!)];

    internal sealed record Question(string Q, string[] Rel, string[]? Answers = null);

    internal sealed record Document(string Id, string? Title, string? Text, string[]? Similar);

    /// <summary>A set that can be searched.</summary>
    internal sealed class Indexed(InProcessKnowledge knowledge, Dictionary<Guid, string> ids) : IDisposable
    {
        private static readonly SearchFilter Everything = new(1, new DateOnly(2026, 1, 1), []);

        private readonly HybridSearch search = knowledge.Search(TimeProvider.System);

        public string IdOf(Guid entry) => ids[entry];

        public Task<HybridResult> SearchAsync(string question, int top) => search.SearchAsync(
            new HybridQuery(question, Everything) { Top = top, Explain = true, Budget = TimeSpan.FromMinutes(1) }, CancellationToken.None);

        public void Dispose() => knowledge.Dispose();
    }
}
