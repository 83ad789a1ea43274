using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;
using WeChatPlatform.Rag.Learning;

namespace WeChatPlatform.Rag;

public sealed class RagDbContext(DbContextOptions<RagDbContext> options) : DbContext(options)
{
    internal DbSet<KnowledgeCollection> Collections => Set<KnowledgeCollection>();

    internal DbSet<KnowledgeDocument> Documents => Set<KnowledgeDocument>();

    internal DbSet<DocumentVersion> Versions => Set<DocumentVersion>();

    internal DbSet<VersionChunk> VersionChunks => Set<VersionChunk>();

    internal DbSet<DocumentChunk> Chunks => Set<DocumentChunk>();

    internal DbSet<DraftChange> DraftChanges => Set<DraftChange>();

    internal DbSet<KnowledgeRelease> Releases => Set<KnowledgeRelease>();

    internal DbSet<StoredEntry> IndexEntries => Set<StoredEntry>();

    internal DbSet<DocumentInRelease> DocumentReleases => Set<DocumentInRelease>();

    internal DbSet<TestQuestion> TestQuestions => Set<TestQuestion>();

    internal DbSet<IngestionJob> Jobs => Set<IngestionJob>();

    internal DbSet<IngestionContent> JobContents => Set<IngestionContent>();

    internal DbSet<StoredVector> Vectors => Set<StoredVector>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddKnowledge();
        modelBuilder.AddReleases();
        modelBuilder.AddIngestion();
        modelBuilder.AddLearningTables().AddMessagingTables().UseSnakeCaseNames();
    }
}
