using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatPlatform.Analytics;

/// <summary>An agent and its latest sign of life.</summary>
internal sealed class AgentFact
{
    public required string AgentId { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }
}

internal sealed class AgentFactTable : IEntityTypeConfiguration<AgentFact>
{
    public void Configure(EntityTypeBuilder<AgentFact> builder)
    {
        builder.ToTable("agent_facts");
        builder.HasKey(fact => fact.AgentId);
        builder.Property(fact => fact.AgentId).HasColumnName("agent_id").ValueGeneratedNever();
        builder.Property(fact => fact.LastSeenAt).HasColumnName("last_seen_at");
    }
}
