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

    /// <summary>CNY, to 8 decimals.</summary>
    public required decimal CostCny { get; init; }

    /// <summary>Whether tokens or price are estimates.</summary>
    public required bool IsEstimated { get; init; }

    /// <summary>Given up by us while the provider was at work.</summary>
    public required bool WasAbandoned { get; init; }

    /// <summary>Empty when the call was made for no account.</summary>
    public required string AgentId { get; init; }

    public required Guid ConversationId { get; init; }

    public string? Intent { get; init; }

    /// <summary>A stable word: answer, rewrite, ping, ...</summary>
    public required string Purpose { get; init; }
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
        builder.Property(fact => fact.CostCny).HasColumnName("cost_cny").HasPrecision(18, 8);
        builder.Property(fact => fact.IsEstimated).HasColumnName("is_estimated");
        builder.Property(fact => fact.WasAbandoned).HasColumnName("was_abandoned");
        builder.Property(fact => fact.AgentId).HasColumnName("agent_id");
        builder.Property(fact => fact.ConversationId).HasColumnName("conversation_id");
        builder.Property(fact => fact.Intent).HasColumnName("intent");
        builder.Property(fact => fact.Purpose).HasColumnName("purpose");
        builder.HasIndex(fact => fact.At).HasDatabaseName("ix_llm_call_facts_at");
    }
}
