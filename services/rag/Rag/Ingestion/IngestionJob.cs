using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Rag;

/// <summary>
/// A file or a page on its way into the draft. Owned by the replica that holds its lease; when that dies, another one begins it
/// again at its next step. Nothing of it is found before the draft is published.
/// </summary>
internal sealed class IngestionJob
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";

    /// <summary>In the draft, but for what the faults say.</summary>
    public const string Partial = "partial";

    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    public Guid Id { get; init; }

    public required string Origin { get; init; }

    public required string Name { get; init; }

    /// <summary>Where it is fetched from; absent for a file that was sent.</summary>
    public string? Url { get; init; }

    public Guid CollectionId { get; init; }

    /// <summary>Whether personal data is taken out.</summary>
    public bool Redacts { get; init; }

    public required string State { get; set; }

    /// <summary>fetch, read, redact, cut, compare, keep; the step it is in, or ended in.</summary>
    public required string Step { get; set; }

    /// <summary>0 to 100.</summary>
    public int Progress { get; set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; set; }

    /// <summary>Stable code of why it failed.</summary>
    public string? Code { get; set; }

    /// <summary>The reason for people, Chinese first.</summary>
    public string? Message { get; set; }

    public IReadOnlyList<ReadingFault> Faults { get; set; } = [];

    public Guid? DocumentId { get; set; }

    public int? Version { get; set; }

    public int Added { get; set; }

    public int Kept { get; set; }

    public int Removed { get; set; }

    /// <summary>Pieces that another document says already, exactly or nearly, and those that the file repeats.</summary>
    public int Duplicates { get; set; }

    /// <summary>Documents of the draft or in force that say the same, exactly or nearly: the nearest ones.</summary>
    public IReadOnlyList<AlikeDocument> Alike { get; set; } = [];

    /// <summary>Pieces of personal data that were taken out.</summary>
    public int Redactions { get; set; }

    public long Bytes { get; set; }

    public bool IsCancelWanted { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>Not begun before.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Until when the replica that runs it owns it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public bool IsOver => State is Done or Partial or Failed or Cancelled;
}

/// <summary>The bytes of a job's file, kept until it is in the draft or nobody wants it any more.</summary>
internal sealed class IngestionContent
{
    public Guid JobId { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>How jobs and what else the service remembers are kept.</summary>
internal static class IngestionTables
{
    public static void AddIngestion(this ModelBuilder model)
    {
        model.Entity<IngestionJob>(job =>
        {
            job.ToTable("ingestion_jobs");
            job.Ignore(row => row.IsOver);
            job.HasIndex(row => new { row.State, row.NotBefore }).HasDatabaseName("ix_ingestion_jobs_state_not_before");
            job.Property(row => row.Faults).AsJson();
            job.Property(row => row.Alike).HasDefaultValueSql("'[]'::jsonb").AsJson();
        });
        model.Entity<IngestionContent>(content =>
        {
            content.ToTable("ingestion_contents").HasKey(row => row.JobId);
            content.HasOne<IngestionJob>().WithOne().HasForeignKey<IngestionContent>(row => row.JobId);
        });
        model.Entity<StoredVector>(vector => vector.ToTable("vectors").HasKey(row => new { row.Model, row.TextHash }));
        model.Entity<TestQuestion>(question =>
        {
            question.ToTable("test_questions");
            question.HasIndex(row => row.Question).IsUnique().HasDatabaseName("ix_test_questions_question");
        });
    }
}

/// <summary>The vector that a model gave for a text: models are asked once for each text.</summary>
internal sealed class StoredVector
{
    public required string Model { get; init; }

    public required string TextHash { get; init; }

    public required float[] Values { get; init; }
}
