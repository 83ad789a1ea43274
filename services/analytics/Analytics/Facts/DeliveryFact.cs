using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatPlatform.Analytics;

/// <summary>The latest report about one part of a decision: an unknown outcome may be cleared up later.</summary>
internal sealed class DeliveryFact
{
    public required Guid DecisionId { get; init; }

    /// <summary>Counts from 0.</summary>
    public required int Part { get; init; }

    public required Guid ConversationId { get; init; }

    public required string AgentId { get; init; }

    /// <summary>verified, not_sent or unknown.</summary>
    public required string Outcome { get; init; }

    public string? Reason { get; init; }

    /// <summary>When the first message that the decision answers was stored.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class DeliveryFactTable : IEntityTypeConfiguration<DeliveryFact>
{
    public void Configure(EntityTypeBuilder<DeliveryFact> builder)
    {
        builder.ToTable("delivery_facts");
        builder.HasKey(fact => new { fact.DecisionId, fact.Part });
        builder.Property(fact => fact.DecisionId).HasColumnName("decision_id").ValueGeneratedNever();
        builder.Property(fact => fact.Part).HasColumnName("part").ValueGeneratedNever();
        builder.Property(fact => fact.ConversationId).HasColumnName("conversation_id");
        builder.Property(fact => fact.AgentId).HasColumnName("agent_id");
        builder.Property(fact => fact.Outcome).HasColumnName("outcome");
        builder.Property(fact => fact.Reason).HasColumnName("reason");
        builder.Property(fact => fact.ReceivedAt).HasColumnName("received_at");
        builder.Property(fact => fact.At).HasColumnName("at");
        builder.HasIndex(fact => fact.At).HasDatabaseName("ix_delivery_facts_at");
    }
}
