using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatPlatform.Analytics;

/// <summary>A stored message. Counting needs neither names nor texts, so a contact is a digest.</summary>
internal sealed class MessageFact
{
    public required Guid MessageId { get; init; }

    public required Guid ConversationId { get; init; }

    public required string AgentId { get; init; }

    /// <summary>The same for all messages of one sender in one chat of one agent.</summary>
    public required Guid ContactId { get; init; }

    public required bool IsGroup { get; init; }

    /// <summary>other, own or unknown.</summary>
    public required string Side { get; init; }

    /// <summary>When the server stored it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Lengths separate the parts, so that no chat's end and sender's start can be mistaken for others.</summary>
    public static Guid ContactOf(string agentId, string chatId, string sender)
    {
        var identity = Encoding.UTF8.GetBytes($"{agentId.Length}:{agentId}{chatId.Length}:{chatId}{sender}");
        return new Guid(SHA256.HashData(identity).AsSpan(0, 16), bigEndian: true);
    }
}

internal sealed class MessageFactTable : IEntityTypeConfiguration<MessageFact>
{
    public void Configure(EntityTypeBuilder<MessageFact> builder)
    {
        builder.ToTable("message_facts");
        builder.HasKey(fact => fact.MessageId);
        builder.Property(fact => fact.MessageId).HasColumnName("message_id").ValueGeneratedNever();
        builder.Property(fact => fact.ConversationId).HasColumnName("conversation_id");
        builder.Property(fact => fact.AgentId).HasColumnName("agent_id");
        builder.Property(fact => fact.ContactId).HasColumnName("contact_id");
        builder.Property(fact => fact.IsGroup).HasColumnName("is_group");
        builder.Property(fact => fact.Side).HasColumnName("side");
        builder.Property(fact => fact.At).HasColumnName("at");
        builder.HasIndex(fact => fact.At).HasDatabaseName("ix_message_facts_at");
        builder.HasIndex(fact => new { fact.ContactId, fact.At })
            .HasDatabaseName("ix_message_facts_contact_id_at")
            .HasFilter("side = 'other'");
    }
}
