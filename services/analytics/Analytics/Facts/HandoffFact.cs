using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatPlatform.Analytics;

/// <summary>A conversation was handed to a person.</summary>
internal sealed class HandoffFact
{
    public required Guid DecisionId { get; init; }

    public required Guid ConversationId { get; init; }

    public required string AgentId { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class HandoffFactTable : IEntityTypeConfiguration<HandoffFact>
{
    public void Configure(EntityTypeBuilder<HandoffFact> builder)
    {
        builder.ToTable("handoff_facts");
        builder.HasKey(fact => fact.DecisionId);
        builder.Property(fact => fact.DecisionId).HasColumnName("decision_id").ValueGeneratedNever();
        builder.Property(fact => fact.ConversationId).HasColumnName("conversation_id");
        builder.Property(fact => fact.AgentId).HasColumnName("agent_id");
        builder.Property(fact => fact.Reason).HasColumnName("reason");
        builder.Property(fact => fact.At).HasColumnName("at");
        builder.HasIndex(fact => fact.At).HasDatabaseName("ix_handoff_facts_at");
    }
}
