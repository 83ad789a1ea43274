using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging.Outbox;
using WeChatPlatform.Messaging.Consuming;
using WeChatPlatform.Messaging.Poison;

namespace WeChatPlatform.Messaging;

public static class MessagingTables
{
    /// <summary>Adds outbox, inbox and poison tables to a module's model. Every module context calls it.</summary>
    public static ModelBuilder AddMessagingTables(this ModelBuilder model)
    {
        model.Entity<OutboxRow>(row =>
        {
            row.ToTable("outbox");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            row.Property(r => r.MessageId).HasColumnName("message_id");
            row.Property(r => r.MessageType).HasColumnName("message_type");
            row.Property(r => r.Body).HasColumnName("body");
            row.Property(r => r.OrderingKey).HasColumnName("ordering_key");
            row.Property(r => r.Lane).HasColumnName("lane");
            row.Property(r => r.DueAt).HasColumnName("due_at");
            row.Property(r => r.CreatedAt).HasColumnName("created_at");
            row.Property(r => r.TraceParent).HasColumnName("trace_parent");
            row.HasIndex(r => new { r.Lane, r.DueAt, r.Id }).HasDatabaseName("outbox_lane_due");
        });
        model.Entity<InboxRow>(row =>
        {
            row.ToTable("inbox");
            row.HasKey(r => new { r.MessageId, r.Endpoint });
            row.Property(r => r.MessageId).HasColumnName("message_id");
            row.Property(r => r.Endpoint).HasColumnName("endpoint");
            row.Property(r => r.ConsumedAt).HasColumnName("consumed_at");
            row.HasIndex(r => r.ConsumedAt).HasDatabaseName("inbox_consumed");
        });
        model.Entity<PoisonRow>(row =>
        {
            row.ToTable("poison");
            row.HasKey(r => new { r.MessageId, r.Endpoint });
            row.Property(r => r.MessageId).HasColumnName("message_id");
            row.Property(r => r.Endpoint).HasColumnName("endpoint");
            row.Property(r => r.MessageType).HasColumnName("message_type");
            row.Property(r => r.Body).HasColumnName("body");
            row.Property(r => r.Reason).HasColumnName("reason");
            row.Property(r => r.FailedAt).HasColumnName("failed_at");
        });
        return model;
    }
}
