using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Ai;

/// <summary>The ai service's own database: what its calls to models cost, and how much they may.</summary>
public sealed class AiDbContext(DbContextOptions<AiDbContext> options) : DbContext(options)
{
    internal DbSet<LlmCall> LlmCalls => Set<LlmCall>();

    internal DbSet<BudgetLimit> BudgetLimits => Set<BudgetLimit>();

    internal DbSet<BudgetAlert> BudgetAlerts => Set<BudgetAlert>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new LlmCallTable());
        modelBuilder.ApplyConfiguration(new BudgetLimitTable());
        modelBuilder.ApplyConfiguration(new BudgetAlertTable());
        modelBuilder.AddMessagingTables().UseSnakeCaseNames();
    }
}
