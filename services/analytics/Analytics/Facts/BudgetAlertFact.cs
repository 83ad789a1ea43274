using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatPlatform.Analytics;

/// <summary>A part of a budget for models that was spent.</summary>
internal sealed class BudgetAlertFact
{
    public required Guid AlertId { get; init; }

    /// <summary>Empty: of all accounts together.</summary>
    public required string AgentId { get; init; }

    /// <summary>day or month.</summary>
    public required string Period { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required int Percent { get; init; }

    public required decimal LimitCny { get; init; }

    public required decimal SpentCny { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class BudgetAlertFactTable : IEntityTypeConfiguration<BudgetAlertFact>
{
    public void Configure(EntityTypeBuilder<BudgetAlertFact> builder)
    {
        builder.ToTable("budget_alert_facts");
        builder.HasKey(fact => fact.AlertId);
        builder.Property(fact => fact.AlertId).HasColumnName("alert_id").ValueGeneratedNever();
        builder.Property(fact => fact.AgentId).HasColumnName("agent_id");
        builder.Property(fact => fact.Period).HasColumnName("period");
        builder.Property(fact => fact.StartsOn).HasColumnName("starts_on");
        builder.Property(fact => fact.Percent).HasColumnName("percent");
        builder.Property(fact => fact.LimitCny).HasColumnName("limit_cny").HasPrecision(18, 8);
        builder.Property(fact => fact.SpentCny).HasColumnName("spent_cny").HasPrecision(18, 8);
        builder.Property(fact => fact.At).HasColumnName("at");
        builder.HasIndex(fact => fact.At).HasDatabaseName("ix_budget_alert_facts_at");
    }
}
