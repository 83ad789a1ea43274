using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Prompts.Versions;
using WeChatPlatform.Ai.Providers;
using WeChatPlatform.Ai.Replies;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Ai;

/// <summary>
/// The ai service's own database: who is called and by which words, how each answer came to be, what its calls cost, and how
/// much they may.
/// </summary>
public sealed class AiDbContext(DbContextOptions<AiDbContext> options) : DbContext(options)
{
    internal DbSet<LlmCall> LlmCalls => Set<LlmCall>();

    internal DbSet<AnswerRecord> Answers => Set<AnswerRecord>();

    internal DbSet<BudgetLimit> BudgetLimits => Set<BudgetLimit>();

    internal DbSet<BudgetAlert> BudgetAlerts => Set<BudgetAlert>();

    internal DbSet<StoredProvider> Providers => Set<StoredProvider>();

    internal DbSet<PromptVersion> PromptVersions => Set<PromptVersion>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new LlmCallTable());
        modelBuilder.ApplyConfiguration(new AnswerRecordTable());
        modelBuilder.ApplyConfiguration(new BudgetLimitTable());
        modelBuilder.ApplyConfiguration(new BudgetAlertTable());
        modelBuilder.ApplyConfiguration(new StoredProviderTable());
        modelBuilder.ApplyConfiguration(new PromptVersionTable());
        modelBuilder.AddMessagingTables().UseSnakeCaseNames();
    }
}
