using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Ai.Prompts.Versions;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Ai;

/// <summary>The ai service's own database: what its calls to models cost.</summary>
public sealed class AiDbContext(DbContextOptions<AiDbContext> options) : DbContext(options)
{
    internal DbSet<LlmCall> LlmCalls => Set<LlmCall>();

    internal DbSet<PromptVersion> PromptVersions => Set<PromptVersion>();

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
        modelBuilder.ApplyConfiguration(new PromptVersionTable());
        modelBuilder.AddMessagingTables().UseSnakeCaseNames();
    }
}
