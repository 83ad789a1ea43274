using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>A part of a budget that was spent in a period. Its key is why it is told once, whatever the number of replicas.</summary>
internal sealed class BudgetAlert
{
    public required Guid Id { get; init; }

    /// <summary>Empty: all accounts together.</summary>
    public required string AgentId { get; init; }

    /// <summary>day or month.</summary>
    public required string Period { get; init; }

    public required DateOnly StartsOn { get; init; }

    /// <summary>How much was spent at least: the percentage from which cheaper models answer, or 100.</summary>
    public required int Percent { get; init; }

    /// <summary>As it was when the alert was made.</summary>
    public required decimal LimitCny { get; init; }

    public required decimal SpentCny { get; init; }

    public required DateTimeOffset At { get; init; }

    public BudgetThresholdReached ToEvent() => new(Id, AgentId, Period, StartsOn, Percent, LimitCny, SpentCny, At);
}

internal sealed class BudgetAlertTable : IEntityTypeConfiguration<BudgetAlert>
{
    public void Configure(EntityTypeBuilder<BudgetAlert> builder)
    {
        builder.ToTable("budget_alerts");
        builder.HasKey(row => new { row.AgentId, row.Period, row.StartsOn, row.Percent });
        builder.Property(row => row.AgentId).HasMaxLength(200);
        builder.Property(row => row.Period).HasMaxLength(8);
        builder.Property(row => row.LimitCny).HasPrecision(18, 8);
        builder.Property(row => row.SpentCny).HasPrecision(18, 8);
    }
}
