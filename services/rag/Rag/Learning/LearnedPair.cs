using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// A question with its answer that conversations taught. Nothing personal stands in it. Concurrency: learning holds one lock for all pairs, a
/// review the pair's row lock.
/// </summary>
internal sealed class LearnedPair
{
    public const string Pending = "pending";
    public const string Approved = "approved";
    public const string Rejected = "rejected";

    /// <summary>Who approves what needs no person.</summary>
    public const string ByGate = "gate";

    public required Guid Id { get; init; }

    public required string Question { get; set; }

    /// <summary>Other wordings of the question.</summary>
    public required List<string> Similar { get; set; }

    public required string Answer { get; set; }

    /// <summary>machine or staff: who answered.</summary>
    public required string Source { get; init; }

    /// <summary>pending, approved or rejected.</summary>
    public required string State { get; set; }

    /// <summary>Why it waits for a person, a stable word; absent when it needs none.</summary>
    public string? ReviewReason { get; set; }

    /// <summary>How sure the answer was at the time, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>The best quality that a conversation gave it, 0 to 1.</summary>
    public required double Quality { get; set; }

    /// <summary>In how many conversations it was said, in these words or similar ones.</summary>
    public int Seen { get; set; } = 1;

    /// <summary>In how many turns it has helped since: its answer was sent, rests on it, and the customer was not dissatisfied.</summary>
    public int UsefulCount { get; set; }

    /// <summary>The conversation that it was seen in first.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>An older pair that answers the same question in another way; absent as a rule.</summary>
    public Guid? ConflictsWith { get; init; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Grows with each change of texts or state, so that nobody approves what he has not read.</summary>
    public int Revision { get; set; } = 1;

    public DateTimeOffset? ReviewedAt { get; set; }

    /// <summary>The console user, or gate.</summary>
    public string? ReviewedBy { get; set; }

    public string? Note { get; set; }

    /// <summary>By which answers cite it once it is knowledge; that of the pair that it was merged into, where it was.</summary>
    public Guid? KnowledgeId { get; set; }

    /// <summary>The features of its question, to find those that may be alike.</summary>
    public required List<string> Features { get; set; }
}

/// <summary>A question that the knowledge had no good evidence for. Nothing personal stands in it.</summary>
internal sealed class UnansweredQuestion
{
    /// <summary>The turn's.</summary>
    public required Guid Id { get; init; }

    public required Guid ConversationId { get; init; }

    public required string Question { get; init; }

    /// <summary>Of the best evidence that was found; 0 when nothing was.</summary>
    public required double Score { get; init; }

    /// <summary>Why it was not answered, as the decision says.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset AskedAt { get; init; }
}

internal static class LearningTables
{
    public static ModelBuilder AddLearningTables(this ModelBuilder model)
    {
        model.Entity<LearnedPair>(pair =>
        {
            pair.ToTable("learned_pairs");
            pair.Property(row => row.Id).ValueGeneratedNever();
            pair.HasIndex(row => new { row.State, row.Id });
            pair.HasIndex(row => row.Features).HasMethod("gin");
            pair.HasIndex(row => row.KnowledgeId).HasFilter("knowledge_id is not null");
        });
        model.Entity<UnansweredQuestion>(question =>
        {
            question.ToTable("unanswered_questions");
            question.Property(row => row.Id).ValueGeneratedNever();
            question.HasIndex(row => row.AskedAt);
        });
        return model;
    }
}
