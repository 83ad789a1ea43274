using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;
using WeChatPlatform.Rag.Learning;

namespace WeChatPlatform.Rag;

public sealed class RagDbContext(DbContextOptions<RagDbContext> options) : DbContext(options)
{
    internal DbSet<KnowledgeDocument> Documents => Set<KnowledgeDocument>();

    internal DbSet<FaqEntry> FaqEntries => Set<FaqEntry>();

    internal DbSet<DocumentChunk> Chunks => Set<DocumentChunk>();

    internal DbSet<KnowledgeRelease> Releases => Set<KnowledgeRelease>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<KnowledgeDocument>(document =>
        {
            document.ToTable("documents");
            document.HasIndex(row => new { row.Origin, row.Name }).IsUnique().HasDatabaseName("ix_documents_origin_name");
        });
        modelBuilder.Entity<FaqEntry>(entry =>
        {
            entry.ToTable("faq_entries");
            entry.HasOne<KnowledgeDocument>().WithMany().HasForeignKey(row => row.DocumentId);
            entry.HasIndex(row => row.DocumentId).HasDatabaseName("ix_faq_entries_document_id");
        });
        modelBuilder.Entity<DocumentChunk>(chunk =>
        {
            chunk.ToTable("chunks");
            chunk.HasOne<KnowledgeDocument>().WithMany().HasForeignKey(row => row.DocumentId);
            chunk.HasIndex(row => row.DocumentId).HasDatabaseName("ix_chunks_document_id");
        });
        modelBuilder.Entity<KnowledgeRelease>(release =>
        {
            release.ToTable("releases").HasKey(row => row.Number);

            // Counted under the publishing lock, so that the event can name it before it is stored.
            release.Property(row => row.Number).ValueGeneratedNever();
        });
        modelBuilder.AddLearningTables().AddMessagingTables().UseSnakeCaseNames();
    }
}
