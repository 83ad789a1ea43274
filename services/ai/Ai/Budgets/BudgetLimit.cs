using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>A budget that an administrator set; it wins over the settings.</summary>
internal sealed class BudgetLimit
{
    /// <summary>Empty: all accounts together.</summary>
    public required string AgentId { get; init; }

    /// <summary>day or month.</summary>
    public required string Period { get; init; }

    /// <summary>Absent: no limit.</summary>
    public required decimal? LimitCny { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }
}

internal sealed class BudgetLimitTable : IEntityTypeConfiguration<BudgetLimit>
{
    public void Configure(EntityTypeBuilder<BudgetLimit> builder)
    {
        builder.ToTable("budget_limits");
        builder.HasKey(row => new { row.AgentId, row.Period });
        builder.Property(row => row.AgentId).HasMaxLength(200);
        builder.Property(row => row.Period).HasMaxLength(8);
        builder.Property(row => row.LimitCny).HasPrecision(18, 8);
        builder.Property(row => row.ChangedBy).HasMaxLength(200);
    }
}
