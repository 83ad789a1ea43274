using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Attachments;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Message.Deliveries;
using WeChatPlatform.Message.Fleet;
using WeChatPlatform.Message.Gaps;
using WeChatPlatform.Message.Greetings;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Message;

internal sealed class MessageDbContext(DbContextOptions<MessageDbContext> options) : DbContext(options)
{
    public DbSet<Conversation> Conversations => Set<Conversation>();

    public DbSet<ChatMessage> Messages => Set<ChatMessage>();

    public DbSet<Turn> Turns => Set<Turn>();

    public DbSet<Decision> Decisions => Set<Decision>();

    public DbSet<Delivery> Deliveries => Set<Delivery>();

    public DbSet<LedgerPart> LedgerParts => Set<LedgerPart>();

    public DbSet<GateRefusal> GateRefusals => Set<GateRefusal>();

    public DbSet<AgentPresence> Agents => Set<AgentPresence>();

    public DbSet<CaptureGap> Gaps => Set<CaptureGap>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<AttachmentReading> AttachmentReadings => Set<AttachmentReading>();

    public DbSet<GreetingTable> Greetings => Set<GreetingTable>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Conversation>(conversation =>
        {
            conversation.HasIndex(c => new { c.AgentId, c.ChatId, c.Speaker }).IsUnique();
            conversation.Property(c => c.Id).ValueGeneratedNever();

            // New rows are written without it.
            conversation.Property(c => c.ClosedSequence).HasDefaultValue(0L);
            conversation.HasIndex(c => c.CloseDueAt).HasDatabaseName("conversations_to_close").HasFilter("close_due_at is not null");
        });
        modelBuilder.Entity<ChatMessage>(message =>
        {
            message.ToTable("messages");
            message.Property(m => m.Id).ValueGeneratedNever();
            message.HasIndex(m => new { m.AgentId, m.AgentMessageId }).IsUnique();
            message.HasIndex(m => new { m.ConversationId, m.Sequence }).IsUnique();
            message.HasIndex(m => m.TurnId);

            // What a person of ours said in a group is context for every member.
            message.HasIndex(m => new { m.ConversationId, m.ReceivedAt }).HasDatabaseName("own_messages").HasFilter("side = 'own'");
        });
        modelBuilder.Entity<Turn>(turn =>
        {
            turn.ToTable("turns");
            turn.HasKey(t => t.CorrelationId);
            turn.Property(t => t.CorrelationId).ValueGeneratedNever();
            turn.Property(t => t.Evidence).HasColumnType("jsonb")
                .HasConversion(
                    evidence => JsonSerializer.Serialize(evidence, JsonSerializerOptions.Web),
                    json => JsonSerializer.Deserialize<IReadOnlyList<Evidence>>(json, JsonSerializerOptions.Web)!,
                    new ValueComparer<IReadOnlyList<Evidence>>(
                        (a, b) => ReferenceEquals(a, b), evidence => evidence.Count, evidence => evidence));

            // The promise "one open turn a conversation", kept by the database whatever the number of replicas.
            turn.HasIndex(t => t.ConversationId).IsUnique().HasDatabaseName("one_open_turn")
                .HasFilter("current_state in ('Collecting', 'Reading', 'Preparing', 'Generating')");

            // Counted for the metrics beside those; few rows, whatever the history.
            turn.HasIndex(t => t.StartedAt).HasDatabaseName("queued_turns").HasFilter("current_state = 'Queued'");
        });
        modelBuilder.Entity<Decision>(decision =>
        {
            decision.Property(d => d.Id).ValueGeneratedNever();
            decision.Property(d => d.Number).UseIdentityAlwaysColumn();
            decision.HasIndex(d => new { d.ConversationId, d.Number });

            // What a socket asks for: few rows, whatever the history.
            decision.HasIndex(d => new { d.AgentId, d.Number }).HasDatabaseName("open_deliveries")
                .HasFilter("delivery_state in ('waiting', 'claimed')");
            decision.HasIndex(d => d.SupersededByTurnId).HasFilter("superseded_by_turn_id is not null");
        });
        modelBuilder.Entity<Delivery>(delivery =>
        {
            delivery.HasKey(d => new { d.DecisionId, d.Part });
            delivery.Property(d => d.Observed).HasMaxLength(Delivery.MostObserved);

            // What waits for a person; few rows, whatever the history.
            delivery.HasIndex(d => new { d.DecisionId, d.Part }).HasDatabaseName("unknown_deliveries").HasFilter("outcome = 'unknown'");
        });
        modelBuilder.Entity<LedgerPart>().HasKey(part => new { part.DecisionId, part.Part });
        modelBuilder.Entity<GateRefusal>().HasKey(refusal => new { refusal.DecisionId, refusal.Part, refusal.Step, refusal.Reason });
        modelBuilder.Entity<AgentPresence>(agent =>
        {
            agent.HasKey(a => a.AgentId);

            // Sightings write a row without it.
            agent.Property(a => a.Lease).HasDefaultValue(0L);
            agent.Property(a => a.ClientVersion).HasMaxLength(ClientVersion.Longest);
        });
        modelBuilder.Entity<CaptureGap>(gap =>
        {
            gap.ToTable("capture_gaps");
            gap.Property(g => g.Id).ValueGeneratedNever();
            gap.HasIndex(g => new { g.AgentId, g.AgentGapId }).IsUnique();

            // What is counted and listed: few rows, whatever the history.
            gap.HasIndex(g => new { g.AgentId, g.Id }).HasDatabaseName("open_gaps").HasFilter("settled_at is null");
        });
        modelBuilder.Entity<Attachment>(attachment =>
        {
            attachment.ToTable("attachments");
            attachment.Property(a => a.Id).ValueGeneratedNever();
            attachment.HasIndex(a => a.MessageId).IsUnique();
        });
        modelBuilder.Entity<AttachmentReading>(reading =>
        {
            reading.ToTable("attachment_readings");
            reading.HasKey(r => r.MessageId);
            reading.Property(r => r.MessageId).ValueGeneratedNever();
            reading.Property(r => r.How).HasMaxLength(30);
            reading.Property(r => r.Reason).HasMaxLength(60);
        });
        modelBuilder.Entity<GreetingTable>(table =>
        {
            table.ToTable("greeting_tables");
            table.HasKey(t => t.Version);
            table.Property(t => t.Version).ValueGeneratedNever();
            table.Property(t => t.Entries).HasColumnType("jsonb")
                .HasConversion(
                    entries => JsonSerializer.Serialize(entries, JsonSerializerOptions.Web),
                    json => JsonSerializer.Deserialize<IReadOnlyList<GreetingEntry>>(json, JsonSerializerOptions.Web)!,
                    new ValueComparer<IReadOnlyList<GreetingEntry>>(
                        (a, b) => ReferenceEquals(a, b), entries => entries.Count, entries => entries));
        });
        modelBuilder.AddFleetTables().AddMessagingTables().UseSnakeCaseNames();
    }
}
