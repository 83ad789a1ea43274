using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Gateway.Keys;
using WeChatPlatform.Gateway.Login;
using WeChatPlatform.Gateway.Users;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Gateway;

internal sealed class GatewayDbContext(DbContextOptions<GatewayDbContext> options) : DbContext(options)
{
    public DbSet<AgentKey> AgentKeys => Set<AgentKey>();

    public DbSet<ConsoleUser> Users => Set<ConsoleUser>();

    public DbSet<LoginAttempts> LoginAttempts => Set<LoginAttempts>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AgentKey>(key =>
        {
            key.Property(k => k.Id).ValueGeneratedNever();
            key.Property(k => k.AgentId).HasMaxLength(AgentIds.MaxLength);
            key.Property(k => k.Desktop).HasMaxLength(16);
            key.HasIndex(k => k.AgentId).HasFilter("revoked_at is null");
        });
        modelBuilder.Entity<ConsoleUser>(user =>
        {
            user.Property(u => u.Id).ValueGeneratedNever();
            user.Property(u => u.Username).HasMaxLength(64);
            user.Property(u => u.Role).HasMaxLength(16);
            user.HasIndex(u => u.Username).IsUnique();
        });
        modelBuilder.Entity<LoginAttempts>(attempts =>
        {
            attempts.HasKey(a => new { a.Account, a.Address });
            attempts.Property(a => a.Account).HasMaxLength(64);
            attempts.Property(a => a.Address).HasMaxLength(64);
            attempts.HasIndex(a => a.LastAt);
        });
        modelBuilder.AddMessagingTables();
        modelBuilder.UseSnakeCaseNames();
    }
}
