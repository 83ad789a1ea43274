using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WeChatPlatform.Ai;
using WeChatPlatform.Message;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.DesignTime;

/// <summary>How `dotnet ef` gets a module's context without a host. Scaffolding needs no database behind the connection.</summary>
internal static class DesignTimeOptions
{
    public static DbContextOptions<TContext> For<TContext>()
        where TContext : DbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        builder.UseModuleNpgsql("Host=localhost;Database=design");
        return builder.Options;
    }
}

internal sealed class MessageFactory : IDesignTimeDbContextFactory<MessageDbContext>
{
    public MessageDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.For<MessageDbContext>());
}

internal sealed class AiFactory : IDesignTimeDbContextFactory<AiDbContext>
{
    public AiDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.For<AiDbContext>());
}
