using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace WeChatPlatform.Persistence;

/// <summary>Where the databases are. One server may hold them all; each service has a database of its own.</summary>
public sealed class PersistenceOptions
{
    public const string Section = "Persistence";

    /// <summary>
    /// Npgsql connection string of the server, without a database. Empty only where the host starts a private cluster
    /// and fills it in.
    /// </summary>
    [Required(ErrorMessage = "Persistence:ConnectionString is missing: name a PostgreSQL server, such as Host=db;Username=platform;Password=...")]
    public string ConnectionString { get; set; } = "";

    /// <summary>Put before the service's name to name its database: wechat_message, wechat_customer, ...</summary>
    [RegularExpression("^[a-z][a-z0-9_]{0,30}$")]
    public string DatabasePrefix { get; set; } = "wechat_";

    /// <summary>Most connections one service's pool holds.</summary>
    [Range(2, 500)]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>
    /// How long a command may take, in seconds, before its connection is given up, and all idle ones with it: a server that
    /// is gone without a word answers nothing. Migrations may take as long as they need.
    /// </summary>
    [Range(1, 600)]
    public int CommandSeconds { get; set; } = 15;

    /// <summary>How often an idle connection is asked whether its server lives, in seconds.</summary>
    [Range(1, 600)]
    public int KeepAliveSeconds { get; set; } = 10;

    /// <summary>How often a command that met a broken connection is tried again before it fails.</summary>
    [Range(0, 20)]
    public int MaxRetries { get; set; } = 4;

    /// <summary>How long start-up waits for the server to answer, in seconds.</summary>
    [Range(1, 600)]
    public int StartupTimeoutSeconds { get; set; } = 60;
}

[OptionsValidator]
internal sealed partial class PersistenceOptionsValidator : IValidateOptions<PersistenceOptions>;

/// <summary>What is given must be readable; what it says stays out of the fault, since it holds a password.</summary>
internal sealed class ConnectionStringValidator : IValidateOptions<PersistenceOptions>
{
    private const string Fault =
        "Persistence:ConnectionString is no Npgsql connection string: write Host=db;Port=5432;Username=platform;Password=... "
        + "(a password with a semicolon stands in quotes).";

    public ValidateOptionsResult Validate(string? name, PersistenceOptions options)
    {
        try
        {
            return string.IsNullOrWhiteSpace(options.ConnectionString)
                || !string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(options.ConnectionString).Host)
                    ? ValidateOptionsResult.Success
                    : ValidateOptionsResult.Fail(Fault);
        }
        catch (ArgumentException)
        {
            return ValidateOptionsResult.Fail(Fault);
        }
    }
}
