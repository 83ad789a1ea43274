using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatPlatform.Analytics;

/// <summary>A request to a model.</summary>
internal sealed class LlmCallFact
{
    public required Guid CallId { get; init; }

    public required Guid TurnId { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary>ok, timeout, rate_limited or failed.</summary>
    public required string Status { get; init; }

    public required int InputTokens { get; init; }

    public required int OutputTokens { get; init; }

    public required double DurationMs { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class LlmCallFactTable : IEntityTypeConfiguration<LlmCallFact>
{
    public void Configure(EntityTypeBuilder<LlmCallFact> builder)
    {
        builder.ToTable("llm_call_facts");
        builder.HasKey(fact => fact.CallId);
        builder.Property(fact => fact.CallId).HasColumnName("call_id").ValueGeneratedNever();
        builder.Property(fact => fact.TurnId).HasColumnName("turn_id");
        builder.Property(fact => fact.Provider).HasColumnName("provider");
        builder.Property(fact => fact.Model).HasColumnName("model");
        builder.Property(fact => fact.Status).HasColumnName("status");
        builder.Property(fact => fact.InputTokens).HasColumnName("input_tokens");
        builder.Property(fact => fact.OutputTokens).HasColumnName("output_tokens");
        builder.Property(fact => fact.DurationMs).HasColumnName("duration_ms");
        builder.Property(fact => fact.At).HasColumnName("at");
        builder.HasIndex(fact => fact.At).HasDatabaseName("ix_llm_call_facts_at");
    }
}
