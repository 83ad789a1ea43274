using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Rag;

/// <summary>How the draft and the releases are kept.</summary>
internal static class ReleaseTables
{
    public static void AddReleases(this ModelBuilder model)
    {
        model.Entity<DraftChange>(change =>
        {
            change.ToTable("draft_changes").HasKey(row => row.DocumentId);
            change.HasOne<KnowledgeDocument>().WithMany().HasForeignKey(row => row.DocumentId);
            change.HasOne<DocumentVersion>().WithMany().HasForeignKey(row => row.VersionId);
        });
        model.Entity<KnowledgeRelease>(release =>
        {
            release.ToTable("releases").HasKey(row => row.Number);

            // Counted under the publishing lock, so that the entries can name it before it is stored.
            release.Property(row => row.Number).ValueGeneratedNever();
            release.Property(row => row.Faults).AsJson();
        });
        model.Entity<StoredEntry>(entry =>
        {
            entry.ToTable("index_entries").HasKey(row => row.EntryId);
            entry.Ignore(row => row.Scope);
            entry.HasOne<DocumentChunk>().WithMany().HasForeignKey(row => row.ChunkId).OnDelete(DeleteBehavior.Restrict);
            entry.HasIndex(row => row.DocumentId).HasDatabaseName("ix_index_entries_document_id");
            entry.HasIndex(row => row.FromRelease).HasDatabaseName("ix_index_entries_from_release");
            entry.HasIndex(row => row.UntilRelease).HasDatabaseName("ix_index_entries_until_release");
            entry.HasIndex(row => row.ChunkId).HasDatabaseName("ix_index_entries_chunk_id");
        });
        model.Entity<DocumentInRelease>(shown =>
        {
            shown.ToTable("document_releases").HasKey(row => new { row.DocumentId, row.FromRelease });
            shown.HasOne<DocumentVersion>().WithMany().HasForeignKey(row => row.VersionId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
