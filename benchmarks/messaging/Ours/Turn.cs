using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.MessagingBenchmark.Ours;

/// <summary>The saga's row.</summary>
public sealed class Turn : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public string Text { get; set; } = "";

    public string? First { get; set; }

    public string? Second { get; set; }

    public string? Third { get; set; }
}

public sealed class TurnDbContext(DbContextOptions<TurnDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Turn>().HasKey(turn => turn.CorrelationId);
        modelBuilder.AddMessagingTables().UseSnakeCaseNames();
    }
}
