using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Hosting;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.Standalone;

/// <summary>
/// What the one-process shape has of its own before any module is asked: messages travel and values are kept in memory, a private PostgreSQL
/// cluster unless a server is named, and keys that outlive restarts. Any setting that is given wins.
/// </summary>
internal static class StandaloneSetup
{
    public static async Task PrepareAsync(WebApplicationBuilder builder, string[] args, CancellationToken ct)
    {
        var options = new StandaloneOptions();
        builder.Configuration.GetSection(StandaloneOptions.Section).Bind(options);
        builder.Services.AddOptions<StandaloneOptions>().BindConfiguration(StandaloneOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<StandaloneOptions>, StandaloneOptionsValidator>();
        if (string.IsNullOrWhiteSpace(options.DataFolder))
        {
            // Its own fault is listed with all others; nothing can be prepared without a folder.
            return;
        }

        var folder = Path.GetFullPath(options.DataFolder);

        SetUnlessGiven(builder, "Messaging:Transport", "memory");
        SetUnlessGiven(builder, "Caching:Store", "memory");
        SetUnlessGiven(builder, "Gateway:DataFolder", folder);
        try
        {
            // A command-line verb works beside the running platform, whose databases it must not take over.
            var verb = PlatformHost.NamesVerb(args);
            if (string.IsNullOrEmpty(builder.Configuration["Persistence:ConnectionString"]))
            {
                builder.Configuration["Persistence:ConnectionString"] = verb
                    ? await FindRunningAsync(folder, ct)
                    : await StartPostgresAsync(builder, folder, ct);
            }
            else if (!verb)
            {
                // The private cluster belongs to whoever has its folder; a named server has to be asked.
                builder.AddSoleProcess();
            }

            await KeepKeyAsync(builder, "Edge:SigningKey", Path.Combine(folder, "signing.key"), bytes: 48, ct);
            await KeepKeyAsync(builder, "Message:AttachmentKey", Path.Combine(folder, "attachment.key"), bytes: 32, ct);
            await KeepKeyAsync(builder, "Ai:KeyEncryptionKey", Path.Combine(folder, "provider-keys.key"), bytes: 32, ct);
        }
        catch (LocalServerException failure)
        {
            throw new StartRefusedException(ExitCodes.DatabaseAway, failure.Message, failure);
        }
    }

    /// <summary>Makes the container own the private cluster from the start, whatever happens to the start after that.</summary>
    public static void Own(WebApplication app) => app.Services.GetService<LocalPostgres>();

    /// <summary>Names a file of the data folder for a secret that no setting names, and makes it at the first start.</summary>
    private static async Task KeepKeyAsync(WebApplicationBuilder builder, string option, string file, int bytes, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(builder.Configuration[option]) && string.IsNullOrEmpty(builder.Configuration[$"{option}File"]))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await PrivateFile.ReadOrCreateAsync(file, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)), ct);
            builder.Configuration[$"{option}File"] = file;
        }
    }

    private static async Task<string> StartPostgresAsync(WebApplicationBuilder builder, string folder, CancellationToken ct)
    {
        var loggers = LoggerFactory.Create(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));
        var postgres = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataFolder = Path.Combine(folder, "postgres") },
            loggers.CreateLogger<LocalPostgres>(),
            TimeProvider.System,
            ct);

        // By a factory, so that the container stops it, after everything that uses a database.
        builder.Services.AddSingleton(_ => postgres);
        return postgres.ConnectionString;
    }

    private static async Task<string> FindRunningAsync(string folder, CancellationToken ct) =>
        await LocalPostgres.ReadConnectionStringAsync(Path.Combine(folder, "postgres"), ct)
        ?? throw new LocalServerException(
            $"数据目录 {folder} 中没有正在运行的平台，请先启动它。",
            $"No platform is running on the data folder {folder}. Start it first.");

    private static void SetUnlessGiven(WebApplicationBuilder builder, string key, string value)
    {
        if (string.IsNullOrEmpty(builder.Configuration[key]))
        {
            builder.Configuration[key] = value;
        }
    }
}
