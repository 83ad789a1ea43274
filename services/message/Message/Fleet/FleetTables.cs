using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Message.Fleet;

/// <summary>The tables about the agents' PCs and clients.</summary>
internal static class FleetTables
{
    public static ModelBuilder AddFleetTables(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LastHeartbeat>(heartbeat =>
        {
            heartbeat.ToTable("last_heartbeats");
            heartbeat.HasKey(h => h.AgentId);
            heartbeat.Property(h => h.Heartbeats).HasDefaultValue(0L);
            heartbeat.Property(h => h.Desktop).HasMaxLength(50);
            heartbeat.Property(h => h.Profile).HasMaxLength(50);
            heartbeat.Property(h => h.AgentVersion).HasMaxLength(50);
            heartbeat.Property(h => h.Os).HasMaxLength(100);
        });
        modelBuilder.Entity<ClientVersion>(version =>
        {
            version.ToTable("client_versions");
            version.HasKey(v => v.Name);
            version.Property(v => v.Name).HasMaxLength(ClientVersion.Longest);
        });
        modelBuilder.Entity<SelfCheck>(check =>
        {
            check.ToTable("self_checks");
            check.HasKey(c => new { c.AgentId, c.ClientVersion });
            check.Property(c => c.ClientVersion).HasMaxLength(ClientVersion.Longest);
            check.HasIndex(c => new { c.ClientVersion, c.ReportedAt });
        });
        modelBuilder.Entity<AgentError>(error =>
        {
            error.ToTable("agent_errors");
            error.Property(e => e.Id).ValueGeneratedNever();
            error.HasIndex(e => new { e.AgentId, e.Id });
            error.HasIndex(e => new { e.AgentId, e.AgentErrorId }).IsUnique();
            error.Property(e => e.Code).HasMaxLength(50);
            error.Property(e => e.Message).HasMaxLength(500);
            error.Property(e => e.Detail).HasMaxLength(2000);
        });
        return modelBuilder;
    }
}
