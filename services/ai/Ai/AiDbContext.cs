using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Providers;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Ai;

/// <summary>The ai service's own database: what its calls to models cost, and how much they may.</summary>
/// <summary>The ai service's own database: what its calls to models cost, and who is called.</summary>
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
    internal DbSet<StoredProvider> Providers => Set<StoredProvider>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LlmCall>(call =>
        {
            call.ToTable("llm_calls");
            call.HasKey(row => row.Id);
            call.Property(row => row.Id).ValueGeneratedNever();
            call.Property(row => row.Provider).HasMaxLength(64);
            call.Property(row => row.Model).HasMaxLength(200);
            call.Property(row => row.Status).HasMaxLength(32);
            call.HasIndex(row => row.At).HasDatabaseName("ix_llm_calls_at");
            call.HasIndex(row => row.TurnId).HasDatabaseName("ix_llm_calls_turn_id");
        });
        modelBuilder.ApplyConfiguration(new StoredProviderTable());
        modelBuilder.AddMessagingTables().UseSnakeCaseNames();
    }
}
