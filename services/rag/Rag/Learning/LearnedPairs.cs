namespace WeChatPlatform.Rag.Learning;

/// <summary>Learned pairs wait in the draft, in one document of their own, and are in force with the next release.</summary>
internal sealed class LearnedPairs(DraftPieces draft) : ILearnedPairs
{
    private const string Name = "对话中学到的问答";

    // Whoever approved it stands with the pair itself.
    private const string By = "learning";

    public async Task<Guid> AddAsync(string question, IReadOnlyList<string> similar, string answer, CancellationToken ct)
    {
        var added = await draft.AddPairHereAsync(
            new DocumentSource(KnowledgeDocument.Learned, Name), KnowledgeCollection.Default,
            new ChunkContent(KnowledgeItem.Faq, question, answer, similar), By, ct);
        return added.Chunk!.Id;
    }
}
