using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// Learned pairs as entries of one FAQ document of their own, in force with the next release. Owned by the lock that all publishing takes.
/// </summary>
internal sealed class LearnedPairs(RagDbContext context, IOutbox<RagDbContext> outbox, TimeProvider time) : ILearnedPairs
{
    public const string Origin = "learned";
    private const string Name = "对话中学到的问答";

    public async Task<Guid> AddAsync(string question, IReadOnlyList<string> similar, string answer, CancellationToken ct)
    {
        await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('rag knowledge'))", ct);
        var now = time.GetUtcNow();
        var document = await context.Documents.SingleOrDefaultAsync(row => row.Origin == Origin && row.Name == Name, ct);
        if (document is null)
        {
            document = new KnowledgeDocument
            {
                Id = Guid.CreateVersion7(now), Origin = Origin, Name = Name, Kind = KnowledgeItem.Faq, ContentHash = "",
            };
            context.Add(document);
        }

        var entry = new FaqEntry
        {
            Id = Guid.CreateVersion7(now), DocumentId = document.Id, Ordinal = document.Entries, Question = question, Similar = [.. similar], Answer = answer,
        };
        context.Add(entry);
        document.Entries++;
        document.PublishedAt = now;
        document.ContentHash = document.Entries.ToString(CultureInfo.InvariantCulture);
        await context.SaveChangesAsync(ct);

        var number = (await context.Releases.MaxAsync(row => (long?)row.Number, ct) ?? 0) + 1;
        var entries = await context.Documents.Where(row => row.RetiredAt == null).SumAsync(row => row.Entries, ct);
        context.Add(new KnowledgeRelease { Number = number, Entries = entries, At = now });
        outbox.Publish(new KnowledgePublished(number, entries, now), document.Id);
        await context.SaveChangesAsync(ct);
        return entry.Id;
    }
}
