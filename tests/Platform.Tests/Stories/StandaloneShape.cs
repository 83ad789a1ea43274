using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.LocalServers;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>One process with everything in it, its database included.</summary>
public sealed class StandaloneShape : PlatformShape
{
    private string Postgres => Path.Combine(Folder, "postgres");

    internal override PlatformDatabases Databases => new(FindServerAsync, "wechat_");

    internal override IReadOnlyCollection<string> OnTheWay => ["wechat-agent", "wechat-standalone"];

    protected override async Task StartHostsAsync(Uri api, CancellationToken ct)
    {
        try
        {
            await PostgresPrograms.FindAsync(folder: null, clusterVersion: null, ct);
        }
        catch (ServerNotInstalledException missing)
        {
            throw new ServersMissingException(missing);
        }

        var host = StartHost("standalone", "Standalone", api, new Dictionary<string, string>
        {
            ["Standalone__DataFolder"] = Folder,
        });
        await host.BecomesReadyAsync(ct);
    }

    // The host stops its database itself, unless it was killed for not stopping.
    protected override async ValueTask ClearAsync() =>
        await LocalPostgres.StopOrphanAsync(Postgres, NullLogger.Instance, TimeProvider.System, CancellationToken.None);

    private async Task<string> FindServerAsync(CancellationToken ct) =>
        await LocalPostgres.ReadConnectionStringAsync(Postgres, ct)
        ?? throw new InvalidOperationException("The standalone platform has no running database.");
}
