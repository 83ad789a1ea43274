using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>Looks for an entry by its own words and by its own vector, as a customer's question would be looked for.</summary>
internal static class Probe
{
    // What says the same in other documents may be found before it; so many of them may.
    private const int Depth = 50;
    private const int LongestProbe = 300;

    public static async Task<ProbedEntry> TryAsync(LiveEntry entry, long release, DateOnly today, KnowledgeIndexes indexes, CancellationToken ct)
    {
        var scope = entry.Entry.Scope;
        var filter = new SearchFilter(
            release, DayOf(scope, today), [scope.CollectionId], scope.Products is [var product, ..] ? product : null,
            scope.Audiences is [var audience, ..] ? audience : null);
        var sides = new List<ProbedSide>();
        if (WordsOf(entry.Entry) is { } words)
        {
            var hits = await indexes.Keyword.SearchAsync(words, filter, Depth, ct);
            sides.Add(new ProbedSide("keyword", IsAmong(hits, entry, indexes), hits.Any(hit => hit.EntryId == entry.Entry.EntryId)));
        }

        if (entry.Entry.Vector is { } vector && vector.Any(value => value != 0))
        {
            var hits = await indexes.Vector.SearchAsync(vector, filter, Depth, ct);
            sides.Add(new ProbedSide("vector", IsAmong(hits, entry, indexes), hits.Any(hit => hit.EntryId == entry.Entry.EntryId)));
        }

        return new ProbedEntry(entry.Entry.ChunkId, entry.DocumentId, entry.Entry.Title, sides);
    }

    // What is valid later, or no longer, is probed on a day when it is.
    private static DateOnly DayOf(EntryScope scope, DateOnly today) =>
        scope.ValidFrom is { } from && today < from ? from : scope.ValidUntil is { } until && today > until ? until : today;

    // A piece without a letter or a digit cannot be found by words, and nobody asks for it.
    private static string? WordsOf(IndexEntry entry)
    {
        var words = entry.Kind == EntryKind.Faq ? entry.Title : $"{entry.Title} {entry.Text}";
        words = words.Length > LongestProbe ? words[..LongestProbe] : words;
        return words.Any(char.IsLetterOrDigit) ? words : null;
    }

    // The same words in another document are as good an answer.
    private static bool IsAmong(IReadOnlyList<SearchHit> hits, LiveEntry entry, KnowledgeIndexes indexes) => hits.Any(hit =>
        hit.EntryId == entry.Entry.EntryId
        || (indexes.Find(hit.EntryId) is { } other && other.Entry.Title == entry.Entry.Title && other.Entry.Text == entry.Entry.Text));
}

/// <summary>Whether the indexes find an entry by its own words.</summary>
internal sealed record ProbedEntry(Guid ChunkId, Guid DocumentId, string Subject, IReadOnlyList<ProbedSide> Sides);

/// <remarks>
/// <paramref name="Index"/> is keyword or vector. <paramref name="FindsContent"/>: what the entry says is found, be it in another entry;
/// <paramref name="FindsEntry"/>: the very entry is.
/// </remarks>
internal sealed record ProbedSide(string Index, bool FindsContent, bool FindsEntry);
