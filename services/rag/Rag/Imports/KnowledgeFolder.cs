using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag;

/// <summary>Loads the knowledge folder: what changed is published, what is gone is retired, what is faulty stays as it was.</summary>
internal sealed class KnowledgeFolder(
    IServiceScopeFactory scopes, IOptions<RagOptions> options, ILogger<KnowledgeFolder> logger)
{
    public async Task LoadAsync(CancellationToken ct)
    {
        var folder = options.Value.KnowledgeFolder;
        if (folder.Length == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var publisher = scope.ServiceProvider.GetRequiredService<KnowledgePublisher>();
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(KnowledgeFile.IsSupported)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        var changed = 0;
        foreach (var (number, (path, name)) in files.Index())
        {
            var file = await ReadAsync(path, name, ct);
            if (file.Faults.Count > 0)
            {
                logger.KnowledgeFileRefused(number + 1, file.Faults.Count, file.Faults[0].Line);
                continue;
            }

            var publication = await publisher.PublishAsync(KnowledgeDocument.FromFolder, name, file, ct);
            changed += publication.Release is null ? 0 : 1;
        }

        var retired = await publisher.RetireMissingAsync([.. files.Select(file => file.Name)], ct);
        logger.KnowledgeFolderRead(files.Count, changed, retired);
    }

    private async Task<KnowledgeFile> ReadAsync(string path, string name, CancellationToken ct) =>
        new FileInfo(path).Length > options.Value.MaxImportBytes
            ? KnowledgeFile.TooLarge(options.Value.MaxImportBytes)
            : KnowledgeFile.Read(name, await File.ReadAllBytesAsync(path, ct), options.Value);
}
