using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// Learned pairs wait in the draft, in one document of their own or as wordings of a pair that is there already, and are in force with
/// the next release.
/// </summary>
internal sealed class LearnedPairs(DraftPieces draft, RagDbContext context) : ILearnedPairs
{
    private const string Name = "对话中学到的问答";

    // Whoever approved it stands with the pair itself.
    private const string By = "learning";

    public async Task<Guid?> AddAsync(string question, IReadOnlyList<string> similar, string answer, CancellationToken ct)
    {
        var added = await draft.AddPairHereAsync(
            new DocumentSource(KnowledgeDocument.Learned, Name), KnowledgeCollection.Default,
            new ChunkContent(KnowledgeItem.Faq, question, answer, similar), By, ct);

        // One question has one answer in a document: the one that is there stays.
        return added is { IsKnown: true, Chunk.Text: var told } && Likeness.Of(told, answer) < Likeness.SameAnswer ? null : added.Chunk!.Id;
    }

    public async Task<Guid?> MergeAsync(KnownPair known, IReadOnlyList<string> wordings, string? answer, CancellationToken ct)
    {
        var before = await context.Chunks.AsNoTracking().SingleAsync(row => row.Id == known.ChunkId, ct);
        var merged = Merged(before.Content, wordings, answer);
        if (ChunkRules.Refusal(merged) is not null)
        {
            return null;
        }

        if (merged.Fingerprint() == before.Content.Fingerprint())
        {
            return before.Id;
        }

        return (await draft.EditHereAsync(known.DocumentId, known.ChunkId, _ => merged, isEnabled: null, By, ct)).Chunk?.Id;
    }

    private static ChunkContent Merged(ChunkContent content, IReadOnlyList<string> wordings, string? answer)
    {
        var known = content.Similar.Append(content.Title).Select(Likeness.Key).ToHashSet(StringComparer.Ordinal);
        return content with { Similar = [.. content.Similar, .. wordings.Where(wording => known.Add(Likeness.Key(wording)))], Text = answer ?? content.Text };
    }
}
