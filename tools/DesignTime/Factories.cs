using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WeChatPlatform.Ai;
using WeChatPlatform.Analytics;
using WeChatPlatform.Customer;
using WeChatPlatform.ErpSync;
using WeChatPlatform.Gateway;
using WeChatPlatform.Message;
using WeChatPlatform.Persistence;
using WeChatPlatform.Rag;

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

internal sealed class AiFactory : IDesignTimeDbContextFactory<AiDbContext>
{
    public AiDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.For<AiDbContext>());
}

internal sealed class AnalyticsFactory : IDesignTimeDbContextFactory<AnalyticsDbContext>
{
    public AnalyticsDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.For<AnalyticsDbContext>());
}

internal sealed class CustomerFactory : IDesignTimeDbContextFactory<CustomerDbContext>
{
    public CustomerDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.For<CustomerDbContext>());
}

internal sealed class ErpSyncFactory : IDesignTimeDbContextFactory<ErpSyncDbContext>
{
    public ErpSyncDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.For<ErpSyncDbContext>());
}

internal sealed class GatewayFactory : IDesignTimeDbContextFactory<GatewayDbContext>
{
    public GatewayDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.For<GatewayDbContext>());
}

internal sealed class MessageFactory : IDesignTimeDbContextFactory<MessageDbContext>
{
    public MessageDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.For<MessageDbContext>());
}

internal sealed class RagFactory : IDesignTimeDbContextFactory<RagDbContext>
{
    public RagDbContext CreateDbContext(string[] args) => new(DesignTimeOptions.For<RagDbContext>());
}
