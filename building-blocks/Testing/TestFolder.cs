using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.Testing;

/// <summary>
/// The folder of one test process's private servers. It is named for the process, so that the next test process can
/// clear away what a killed one left behind, servers included.
/// </summary>
internal sealed class TestFolder
{
    private const string Prefix = "wechat-tests-";

    // Not the folder for temporary files that the environment names: user postgres may not be able to reach that.
    private static readonly string Parent = Directory.Exists("/tmp") ? "/tmp" : "/var/tmp";

    private readonly string path;

    private TestFolder(string path) => this.path = path;

    public static async Task<TestFolder> CreateAsync(CancellationToken ct)
    {
        foreach (var old in Directory.GetDirectories(Parent, Prefix + "*").Where(IsLeftBehind))
        {
            await ClearAsync(old, ct);
        }

        return new TestFolder(Path.Combine(
            Parent, $"{Prefix}{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}"));
    }

    public string For(string server) => Path.Combine(path, server);

    public void Delete() => Directory.Delete(path, recursive: true);

    private static bool IsLeftBehind(string folder) =>
        int.TryParse(
            Path.GetFileName(folder)[Prefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var owner)
        && !UnixProcess.IsRunning(owner);

    private static async Task ClearAsync(string folder, CancellationToken ct)
    {
        try
        {
            await LocalPostgres.StopOrphanAsync(
                Path.Combine(folder, "postgres"), NullLogger.Instance, TimeProvider.System, ct);
            await LocalRabbitMq.StopOrphanAsync(
                Path.Combine(folder, "rabbitmq"), NullLogger.Instance, TimeProvider.System, ct);
            await LocalRedis.StopOrphanAsync(
                Path.Combine(folder, "redis"), NullLogger.Instance, TimeProvider.System, ct);
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is LocalServerException or IOException or UnauthorizedAccessException)
        {
            // Another user's, or another test process clears it at this moment: it is not in the way.
        }
    }
}
