using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.ErpSync;

/// <summary>Fills the mirror from the import folder before the bus starts, so that the first question finds facts.</summary>
internal sealed class ImportFolder(
    IServiceScopeFactory scopes, IOptions<ErpSyncOptions> options, TimeProvider time, ILogger<ImportFolder> logger)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken ct)
    {
        if (options.Value.ImportFolder.Length == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var writer = scope.ServiceProvider.GetRequiredService<MirrorWriter>();
        foreach (var kind in new[] { MirrorFile.ProductsKind, MirrorFile.OrdersKind })
        {
            var source = new FileInfo(Path.Combine(options.Value.ImportFolder, $"{kind}.csv"));
            if (!source.Exists)
            {
                continue;
            }

            var file = await ReadAsync(kind, source, ct);
            if (file.Faults.Count > 0)
            {
                logger.MirrorFileRefused(kind, file.Faults.Count, file.Faults[0].Line);
                continue;
            }

            await writer.StoreIfChangedAsync(file, ct);
        }
    }

    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken ct) => Task.CompletedTask;

    private async Task<MirrorFile> ReadAsync(string kind, FileInfo source, CancellationToken ct)
    {
        if (source.Length > options.Value.MaxImportBytes)
        {
            return MirrorFile.TooLarge(kind, options.Value.MaxImportBytes);
        }

        // The ERP had it so when the export was written, not when this process happened to read it.
        var written = new DateTimeOffset(source.LastWriteTimeUtc, TimeSpan.Zero);
        var asOf = written < time.GetUtcNow() ? written : time.GetUtcNow();
        var content = await File.ReadAllBytesAsync(source.FullName, ct);
        return MirrorFile.Read(kind, content, asOf, TimeSpan.FromHours(options.Value.UtcOffsetHours));
    }
}
