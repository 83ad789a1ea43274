using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatPlatform.Analytics;

/// <summary>What was decided for a turn.</summary>
internal sealed class DecisionFact
{
    public required Guid DecisionId { get; init; }

    public required Guid ConversationId { get; init; }

    public required string AgentId { get; init; }

    /// <summary>The action of one that was taken back before anything was sent. It is counted nowhere.</summary>
    public const string Superseded = "superseded";

    /// <summary>reply, clarify, handoff, draft or ignore; superseded for one that was taken back.</summary>
    public required string Action { get; init; }

    public required string Reason { get; init; }

    public required double Confidence { get; init; }

    /// <summary>How many messages the decision answers.</summary>
    public required int MessageCount { get; init; }

    /// <summary>When the first of them was stored.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class DecisionFactTable : IEntityTypeConfiguration<DecisionFact>
{
    public void Configure(EntityTypeBuilder<DecisionFact> builder)
    {
        builder.ToTable("decision_facts");
        builder.HasKey(fact => fact.DecisionId);
        builder.Property(fact => fact.DecisionId).HasColumnName("decision_id").ValueGeneratedNever();
        builder.Property(fact => fact.ConversationId).HasColumnName("conversation_id");
        builder.Property(fact => fact.AgentId).HasColumnName("agent_id");
        builder.Property(fact => fact.Action).HasColumnName("action");
        builder.Property(fact => fact.Reason).HasColumnName("reason");
        builder.Property(fact => fact.Confidence).HasColumnName("confidence");
        builder.Property(fact => fact.MessageCount).HasColumnName("message_count");
        builder.Property(fact => fact.ReceivedAt).HasColumnName("received_at");
        builder.Property(fact => fact.At).HasColumnName("at");
        builder.HasIndex(fact => fact.At).HasDatabaseName("ix_decision_facts_at");
    }
}
