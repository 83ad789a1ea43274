using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Analytics;

/// <summary>The analytics service's own database: one row for each event that it counts, by the event's own id.</summary>
public sealed class AnalyticsDbContext(DbContextOptions<AnalyticsDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddMessagingTables();
        modelBuilder.ApplyConfiguration(new MessageFactTable());
        modelBuilder.ApplyConfiguration(new DecisionFactTable());
        modelBuilder.ApplyConfiguration(new DeliveryFactTable());
        modelBuilder.ApplyConfiguration(new HandoffFactTable());
        modelBuilder.ApplyConfiguration(new LlmCallFactTable());
        modelBuilder.ApplyConfiguration(new AgentFactTable());
        modelBuilder.ApplyConfiguration(new BudgetAlertFactTable());
    }
}
