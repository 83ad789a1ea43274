using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag;

/// <summary>
/// Follows the knowledge folder: what changed and what is gone comes into force in one release, what is faulty stays as it was.
/// Files whose size and time did not change are not read again while the service runs.
/// </summary>
internal sealed class KnowledgeFolder(
    IServiceScopeFactory scopes, DocumentIntake intake, IOptions<RagOptions> options, ILogger<KnowledgeFolder> logger)
{
    private const string By = "folder";

    private readonly Dictionary<string, (long Size, DateTime Written)> seen = new(StringComparer.Ordinal);

    /// <summary>Called by one caller at a time.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        var folder = options.Value.KnowledgeFolder;
        if (folder.Length == 0)
        {
            return;
        }

        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(KnowledgeReading.IsKnowledge)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        var looks = files.ToDictionary(file => file.Name, file => Look(file.Path), StringComparer.Ordinal);
        if (looks.Count > 0 && looks.Count == seen.Count && looks.All(IsSeen))
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var drafts = scope.ServiceProvider.GetRequiredService<DraftDocuments>();
        var duplicates = scope.ServiceProvider.GetRequiredService<DuplicateSearch>();
        var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();
        var changed = new List<Guid>();
        foreach (var (number, (path, name)) in files.Index().Where(file => !IsSeen(new(file.Item.Name, looks[file.Item.Name]))))
        {
            var file = await ReadAsync(path, name, ct);
            if (file.Content is not { } content)
            {
                logger.KnowledgeFileRefused(number + 1, file.Faults.Count, file.Faults[0].Line);
                continue;
            }

            var source = new DocumentSource(KnowledgeDocument.FromFolder, name);
            var alike = (await duplicates.FindAsync(context, source, content, ct)).Documents;
            var drafted = await drafts.PutAsync(source, content with { Alike = alike }, scope: null, By, ct);
            if (drafted.IsPending && file.Redactions + alike.Count > 0)
            {
                logger.KnowledgeFileNoted(number + 1, file.Redactions, alike.Count);
            }

            changed.AddRange(drafted.IsPending ? [drafted.DocumentId] : []);
        }

        var retired = await RetireMissingAsync(scope.ServiceProvider, [.. files.Select(file => file.Name)], ct);
        if (changed.Count + retired.Count > 0)
        {
            var publisher = scope.ServiceProvider.GetRequiredService<ReleasePublisher>();
            var publication = await publisher.PublishAsync(new PublishRequest(By, [.. changed, .. retired]), ct);
            if (publication.Refusal is { } refusal and not Publication.Nothing)
            {
                logger.KnowledgeFolderRefused(refusal);
                return;
            }
        }

        seen.Clear();
        foreach (var (name, look) in looks)
        {
            seen[name] = look;
        }

        logger.KnowledgeFolderRead(files.Count, changed.Count, retired.Count);
    }

    private bool IsSeen(KeyValuePair<string, (long Size, DateTime Written)> look) =>
        seen.TryGetValue(look.Key, out var before) && before == look.Value;

    private static (long Size, DateTime Written) Look(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }

    private static async Task<List<Guid>> RetireMissingAsync(IServiceProvider services, List<string> present, CancellationToken ct)
    {
        var context = services.GetRequiredService<RagDbContext>();
        var missing = await context.Documents
            .Where(row => row.Origin == KnowledgeDocument.FromFolder && row.RetiredAt == null && !present.Contains(row.Name))
            .Select(row => row.Id)
            .ToListAsync(ct);
        var drafts = services.GetRequiredService<DraftDocuments>();
        foreach (var id in missing)
        {
            await drafts.RetireAsync(id, By, ct);
        }

        return missing;
    }

    private async Task<KnowledgeReading> ReadAsync(string path, string name, CancellationToken ct) =>
        new FileInfo(path).Length > options.Value.MaxImportBytes
            ? new KnowledgeReading(null, KnowledgeFile.TooLarge(options.Value.MaxImportBytes).Faults)
            : await KnowledgeReading.ReadAsync(name, await File.ReadAllBytesAsync(path, ct), options.Value.FolderRedacts, intake, options.Value, ct);
}
