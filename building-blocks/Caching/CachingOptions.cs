using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace WeChatPlatform.Caching;

/// <summary>Where values are kept that can be loaded again, and counters that replicas share.</summary>
public sealed class CachingOptions
{
    public const string Section = "Caching";

    /// <summary>redis between replicas, memory inside one process.</summary>
    [RegularExpression("^(redis|memory)$", ErrorMessage = "Caching:Store is redis or memory.")]
    public string Store { get; set; } = "redis";

    /// <summary>host:port,password=...,ssl=true in the form of StackExchange.Redis; needed with redis.</summary>
    public string Redis { get; set; } = "";

    /// <summary>Put before every key and channel, so that deployments may share a server.</summary>
    [RegularExpression("^[a-z][a-z0-9:_-]{0,30}$")]
    public string KeyPrefix { get; set; } = "wechat:";

    /// <summary>Most values that one process keeps in its own memory.</summary>
    [Range(100, 10_000_000)]
    public int LocalEntries { get; set; } = 10_000;

    /// <summary>Most memory that the values kept by one process take, counted as JSON, in mebibytes.</summary>
    [Range(1, 4096)]
    public int LocalMebibytes { get; set; } = 32;

    /// <summary>
    /// How long a process trusts its own copy of a value in Redis, in seconds. Changes are broadcast; this bounds what a
    /// broadcast that got lost can do.
    /// </summary>
    [Range(1, 3600)]
    public int LocalSeconds { get; set; } = 60;

    /// <summary>Largest value that is kept, as JSON, in kibibytes; a larger one is loaded each time.</summary>
    [Range(1, 16 * 1024)]
    public int MaxValueKibibytes { get; set; } = 256;

    /// <summary>How long Redis may take for one call, in milliseconds; after that it counts as away.</summary>
    [Range(10, 10_000)]
    public int TimeoutMilliseconds { get; set; } = 500;

    /// <summary>
    /// How often a process sends itself a sign of life through Redis, in milliseconds. After three that it did not hear,
    /// Redis counts as away; after the first that it hears again, it is back.
    /// </summary>
    [Range(50, 60_000)]
    public int HeartbeatMilliseconds { get; set; } = 1000;

    internal bool InMemory => Store == "memory";
}

[OptionsValidator]
internal sealed partial class CachingOptionsValidator : IValidateOptions<CachingOptions>;

/// <summary>redis needs an address; what is given stays out of the fault, since it holds a password.</summary>
internal sealed class RedisAddressValidator : IValidateOptions<CachingOptions>
{
    private const string Fault =
        "Caching:Redis is missing or no address: write host:6379,password=... (or set Caching:Store to memory).";

    public ValidateOptionsResult Validate(string? name, CachingOptions options)
    {
        if (options.InMemory)
        {
            return ValidateOptionsResult.Success;
        }

        try
        {
            return ConfigurationOptions.Parse(options.Redis).EndPoints.Count > 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(Fault);
        }
        catch (ArgumentException)
        {
            return ValidateOptionsResult.Fail(Fault);
        }
    }
}
