using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace WeChatPlatform.Persistence;

/// <summary>Which database a module's context lives in.</summary>
/// <remarks><paramref name="Module"/> is the service's name; one context a module.</remarks>
public sealed record ModuleDatabase(string Module, Type ContextType, string ConnectionString)
{
    public string DatabaseName { get; } = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;
}

public static class ModuleDatabaseRegistration
{
    private const int MostPrepared = 100;

    /// <summary>
    /// Registers a module's own database: pooled context, migrations at start, readiness. Commands that meet a broken
    /// connection are retried; transactions of the caller run inside the context's execution strategy.
    /// </summary>
    public static void AddModuleDatabase<TContext>(this IHostApplicationBuilder builder, string module)
        where TContext : DbContext
    {
        var services = builder.Services;
        services.AddOptions<PersistenceOptions>().BindConfiguration(PersistenceOptions.Section).ValidateOnStart();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IValidateOptions<PersistenceOptions>, PersistenceOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<PersistenceOptions>, ConnectionStringValidator>()]);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => Describe<TContext>(module, provider));
        services.AddDbContextPool<TContext>((provider, options) =>
        {
            var settings = provider.GetRequiredService<IOptions<PersistenceOptions>>().Value;
            options.UseModuleNpgsql(Describe<TContext>(module, provider).ConnectionString, settings.MaxRetries);
            foreach (var extend in provider.GetServices<IModuleContextExtension>())
            {
                extend.Extend(options, typeof(TContext));
            }
        });
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"database-{module}",
            provider => new DatabaseHealthCheck(Describe<TContext>(module, provider).ConnectionString),
            HealthStatus.Unhealthy,
            ["ready"],
            TimeSpan.FromSeconds(3)));
        services.TryAddSingleton<DatabaseMigrator>();
    }

    /// <summary>The one way a module's context is told about PostgreSQL; design-time factories use it too.</summary>
    public static DbContextOptionsBuilder UseModuleNpgsql(
        this DbContextOptionsBuilder options, string connectionString, int maxRetries = 4) =>
        options.UseNpgsql(connectionString, npgsql => npgsql
            .EnableRetryOnFailure(maxRetries)
            .MigrationsHistoryTable("migrations_history"));

    private static ModuleDatabase Describe<TContext>(string module, IServiceProvider provider)
        where TContext : DbContext
    {
        var settings = provider.GetRequiredService<IOptions<PersistenceOptions>>().Value;
        var connection = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Database = settings.DatabasePrefix + module.Replace('-', '_'),
            MaxPoolSize = settings.MaxPoolSize,
            ApplicationName = $"wechat-{module}",
            Timeout = 5,

            // What is asked often is planned once a session. No statement here leaves anything behind in its session, and
            // undoing that nothing at each return to the pool costs seven statements.
            MaxAutoPrepare = MostPrepared,
            AutoPrepareMinUsages = 3,
            NoResetOnClose = true,
            CommandTimeout = settings.CommandSeconds,
            KeepAlive = settings.KeepAliveSeconds,
        };
        return new ModuleDatabase(
            module, typeof(TContext), connection.WithServerSettings(ServerSettings.NoticeDeadClients).ConnectionString);
    }
}

/// <summary>Lets another building block join every module context: Messaging adds its commit interceptor this way.</summary>
public interface IModuleContextExtension
{
    void Extend(DbContextOptionsBuilder options, Type contextType);
}
