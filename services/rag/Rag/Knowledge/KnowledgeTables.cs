using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Rag;

/// <summary>How documents and what they say are kept.</summary>
internal static class KnowledgeTables
{
    public static void AddKnowledge(this ModelBuilder model)
    {
        model.Entity<KnowledgeCollection>(collection =>
        {
            collection.ToTable("collections");
            collection.Property(row => row.Name).HasMaxLength(KnowledgeCollection.LongestName);
            collection.HasIndex(row => row.Name).IsUnique().HasDatabaseName("ix_collections_name");
        });
        model.Entity<KnowledgeDocument>(document =>
        {
            document.ToTable("documents");
            document.HasIndex(row => new { row.Origin, row.Name }).IsUnique().HasDatabaseName("ix_documents_origin_name");
        });
        model.Entity<DocumentVersion>(version =>
        {
            version.ToTable("document_versions");
            version.HasOne<KnowledgeDocument>().WithMany().HasForeignKey(row => row.DocumentId);
            version.HasOne<KnowledgeCollection>().WithMany().HasForeignKey(row => row.CollectionId).OnDelete(DeleteBehavior.Restrict);
            version.HasIndex(row => new { row.DocumentId, row.Number }).IsUnique().HasDatabaseName("ix_document_versions_number");
            version.Property(row => row.Faults).AsJson();
            version.Property(row => row.Alike).HasDefaultValueSql("'[]'::jsonb").AsJson();
        });
        model.Entity<DocumentChunk>(chunk =>
        {
            chunk.ToTable("chunks");
            chunk.Ignore(row => row.Content);
            chunk.Ignore(row => row.Origin);
            chunk.HasOne<KnowledgeDocument>().WithMany().HasForeignKey(row => row.DocumentId);
            chunk.HasIndex(row => row.DocumentId).HasDatabaseName("ix_chunks_document_id");
        });
        model.Entity<VersionChunk>(place =>
        {
            place.ToTable("version_chunks").HasKey(row => new { row.VersionId, row.Ordinal });
            place.HasOne<DocumentVersion>().WithMany().HasForeignKey(row => row.VersionId);
            place.HasOne<DocumentChunk>().WithMany().HasForeignKey(row => row.ChunkId).OnDelete(DeleteBehavior.Restrict);
            place.HasIndex(row => row.ChunkId).HasDatabaseName("ix_version_chunks_chunk_id");
        });
    }
}
