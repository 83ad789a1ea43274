using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Rag;

/// <summary>What became of a file.</summary>
/// <remarks><paramref name="Release"/> is absent when the file was in force already, word for word.</remarks>
internal sealed record Publication(Guid DocumentId, int Entries, long? Release);

/// <summary>
/// Puts files in force and out of force, each in one transaction with its release and its event. Publishing is owned by a
/// lock in the database: replicas that read the same folder publish each file once.
/// </summary>
internal sealed class KnowledgePublisher(
    RagDbContext context, IOutbox<RagDbContext> outbox, TimeProvider time, ILogger<KnowledgePublisher> logger)
{
    public async Task<Publication> PublishAsync(string origin, string name, KnowledgeFile file, CancellationToken ct) =>
        await InTransactionAsync(
            async () =>
            {
                var now = time.GetUtcNow();
                var document = await context.Documents.SingleOrDefaultAsync(
                    row => row.Origin == origin && row.Name == name, ct);
                if (document is { RetiredAt: null } && document.ContentHash == file.ContentHash)
                {
                    return new Publication(document.Id, document.Entries, null);
                }

                if (document is null)
                {
                    document = new KnowledgeDocument
                    {
                        Id = Guid.CreateVersion7(now), Origin = origin, Name = name, Kind = file.Kind, ContentHash = file.ContentHash,
                    };
                    context.Add(document);
                }

                document.Kind = file.Kind;
                document.ContentHash = file.ContentHash;
                document.Entries = file.Entries;
                document.PublishedAt = now;
                document.RetiredAt = null;
                await ReplaceFaqAsync(document.Id, file.Faq, now, ct);
                await ReplaceChunksAsync(document.Id, file.Chunks, now, ct);
                await context.SaveChangesAsync(ct);
                var release = await AddReleaseAsync(document.Id, now, ct);
                logger.KnowledgeReleased(release, document.Id, document.Entries);
                return new Publication(document.Id, document.Entries, release);
            },
            ct);

    /// <summary>Retires what came from the folder and is no longer there. The result is how many documents it were.</summary>
    public async Task<int> RetireMissingAsync(IReadOnlyCollection<string> present, CancellationToken ct) =>
        await InTransactionAsync(
            async () =>
            {
                var now = time.GetUtcNow();
                var missing = await context.Documents
                    .Where(row => row.Origin == KnowledgeDocument.FromFolder && row.RetiredAt == null && !present.Contains(row.Name))
                    .ToListAsync(ct);
                foreach (var document in missing)
                {
                    document.RetiredAt = now;
                }

                if (missing.Count > 0)
                {
                    await context.SaveChangesAsync(ct);
                    await AddReleaseAsync(missing[0].Id, now, ct);
                }

                return missing.Count;
            },
            ct);

    private async Task<T> InTransactionAsync<T>(Func<Task<T>> work, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('rag knowledge'))", ct);
            var result = await work();
            await transaction.CommitAsync(ct);
            return result;
        });

    private async Task<long> AddReleaseAsync(Guid documentId, DateTimeOffset now, CancellationToken ct)
    {
        var newest = await context.Releases.MaxAsync(row => (long?)row.Number, ct) ?? 0;
        var entries = await context.Documents.Where(row => row.RetiredAt == null).SumAsync(row => row.Entries, ct);
        var release = new KnowledgeRelease { Number = newest + 1, Entries = entries, At = now };
        context.Add(release);
        outbox.Publish(new KnowledgePublished(release.Number, release.Entries, now), documentId);
        await context.SaveChangesAsync(ct);
        return release.Number;
    }

    private async Task ReplaceFaqAsync(Guid documentId, IReadOnlyList<FaqDraft> drafts, DateTimeOffset now, CancellationToken ct)
    {
        var known = await context.FaqEntries.Where(row => row.DocumentId == documentId).ToListAsync(ct);
        var byQuestion = known.ToDictionary(row => row.Question, StringComparer.Ordinal);
        foreach (var (ordinal, draft) in drafts.Index())
        {
            if (byQuestion.TryGetValue(draft.Question, out var entry) && SameEntry.As(entry, draft))
            {
                entry.Ordinal = ordinal;
                byQuestion.Remove(draft.Question);
                continue;
            }

            context.Add(new FaqEntry
            {
                Id = Guid.CreateVersion7(now),
                DocumentId = documentId,
                Ordinal = ordinal,
                Question = draft.Question,
                Similar = [.. draft.Similar],
                Answer = draft.Answer,
                Category = draft.Category,
            });
        }

        context.RemoveRange(byQuestion.Values);
    }

    private async Task ReplaceChunksAsync(Guid documentId, IReadOnlyList<ChunkDraft> drafts, DateTimeOffset now, CancellationToken ct)
    {
        var known = await context.Chunks.Where(row => row.DocumentId == documentId).ToListAsync(ct);
        var byContent = known.ToLookup(row => new ChunkDraft(row.Section, row.Text));
        var kept = new HashSet<DocumentChunk>();
        foreach (var (ordinal, draft) in drafts.Index())
        {
            if (byContent[draft].FirstOrDefault(row => !kept.Contains(row)) is { } chunk)
            {
                chunk.Ordinal = ordinal;
                kept.Add(chunk);
                continue;
            }

            context.Add(new DocumentChunk
            {
                Id = Guid.CreateVersion7(now), DocumentId = documentId, Ordinal = ordinal, Section = draft.Section, Text = draft.Text,
            });
        }

        context.RemoveRange(known.Where(row => !kept.Contains(row)));
    }
}

/// <summary>An entry keeps its id while nothing of it changed: answers that cite it keep pointing at what they cited.</summary>
internal static class SameEntry
{
    public static bool As(FaqEntry entry, FaqDraft draft) =>
        entry.Question == draft.Question
        && entry.Answer == draft.Answer
        && entry.Category == draft.Category
        && entry.Similar.SequenceEqual(draft.Similar, StringComparer.Ordinal);
}
