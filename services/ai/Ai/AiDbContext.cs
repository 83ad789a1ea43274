using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Ai;

/// <summary>The ai service's own database: what its calls to models cost.</summary>
public sealed class AiDbContext(DbContextOptions<AiDbContext> options) : DbContext(options)
{
    internal DbSet<LlmCall> LlmCalls => Set<LlmCall>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddMessagingTables();
        modelBuilder.Entity<LlmCall>(call =>
        {
            call.ToTable("llm_calls");
            call.HasKey(row => row.Id);
            call.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            call.Property(row => row.TurnId).HasColumnName("turn_id");
            call.Property(row => row.Provider).HasColumnName("provider").HasMaxLength(64);
            call.Property(row => row.Model).HasColumnName("model").HasMaxLength(200);
            call.Property(row => row.Status).HasColumnName("status").HasMaxLength(32);
            call.Property(row => row.InputTokens).HasColumnName("input_tokens");
            call.Property(row => row.OutputTokens).HasColumnName("output_tokens");
            call.Property(row => row.DurationMs).HasColumnName("duration_ms");
            call.Property(row => row.At).HasColumnName("at");
            call.HasIndex(row => row.At).HasDatabaseName("ix_llm_calls_at");
            call.HasIndex(row => row.TurnId).HasDatabaseName("ix_llm_calls_turn_id");
        });
    }
}
