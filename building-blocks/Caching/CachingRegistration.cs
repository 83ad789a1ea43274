using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Caching;

public static class CachingRegistration
{
    /// <summary>
    /// Adds <see cref="ICache"/>, <see cref="ICounters"/> and <see cref="ILocks"/>. Redis is connected to in the background:
    /// the start waits for nothing, and until it is there everything works as while it is away.
    /// </summary>
    public static void AddPlatformCaching(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CachingOptions>().BindConfiguration(CachingOptions.Section).ValidateOnStart();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IValidateOptions<CachingOptions>, CachingOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<CachingOptions>, RedisAddressValidator>()]);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<CachingOptions>>().Value;
            return new LocalEntries(
                options.LocalEntries, options.LocalMebibytes * 1024L * 1024, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<SingleFlight>();
        services.AddSingleton<MemoryCounters>();
        services.AddSingleton<MemoryLocks>();
        services.AddSingleton<ICache>(provider => new Cache(
            provider.GetRequiredService<LocalEntries>(),
            provider.GetRequiredService<SingleFlight>(),
            provider.GetRequiredService<ILocks>(),
            provider.GetService<RedisStore>(),
            provider.GetRequiredService<IOptions<CachingOptions>>(),
            provider.GetRequiredService<TimeProvider>()));

        // A settings decision at build time: in memory there is no connection to watch.
        if (builder.Configuration[$"{CachingOptions.Section}:{nameof(CachingOptions.Store)}"] == "memory")
        {
            services.AddSingleton<ICounters>(provider => provider.GetRequiredService<MemoryCounters>());
            services.AddSingleton<ILocks>(provider => provider.GetRequiredService<MemoryLocks>());
            return;
        }

        services.AddSingleton<MissedRemovals>();
        services.AddSingleton<RedisLink>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisLink>());
        services.AddSingleton<RedisStore>();
        services.AddSingleton<ICounters, RedisCounters>();
        services.AddSingleton<ILocks, RedisLocks>();
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            "cache", provider => new CacheHealthCheck(provider.GetRequiredService<RedisLink>()), HealthStatus.Degraded, ["ready"]));
    }
}
