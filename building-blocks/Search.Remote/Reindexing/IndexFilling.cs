using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace WeChatPlatform.Search.Remote;

/// <summary>
/// Fills an index that nobody searches yet from where the entries come from, while they go on changing: the first pass copies
/// everything, each further one what has changed since. Remembers 48 bytes an entry.
/// </summary>
public sealed class IndexFilling(
    Func<IReadOnlyList<IndexEntry>, CancellationToken, Task> upsert, Func<IReadOnlyList<Guid>, CancellationToken, Task> delete)
{
    private readonly Dictionary<Guid, UInt128> _copied = [];

    /// <summary>How many entries the index holds by what was copied into it.</summary>
    public long Count => _copied.Count;

    /// <summary>Copies what is new or different, and removes what is gone.</summary>
    /// <returns>How many entries that were.</returns>
    public async Task<long> PassAsync(IAsyncEnumerable<IReadOnlyList<IndexEntry>> entries, Action<long>? progress, CancellationToken ct)
    {
        var (changed, seen) = (0L, new HashSet<Guid>(_copied.Count));
        await foreach (var batch in entries.WithCancellation(ct))
        {
            var marked = batch.Select(entry => (Entry: entry, Mark: MarkOf(entry))).ToList();
            seen.UnionWith(batch.Select(entry => entry.EntryId));
            var news = marked.Where(one => !_copied.TryGetValue(one.Entry.EntryId, out var mark) || mark != one.Mark).ToList();
            if (news.Count > 0)
            {
                await upsert(news.ConvertAll(one => one.Entry), ct);
                news.ForEach(one => _copied[one.Entry.EntryId] = one.Mark);
                changed += news.Count;
            }

            progress?.Invoke(seen.Count);
        }

        var gone = _copied.Keys.Where(id => !seen.Contains(id)).ToList();
        if (gone.Count > 0)
        {
            await delete(gone, ct);
            gone.ForEach(id => _copied.Remove(id));
        }

        return changed + gone.Count;
    }

    // Without the vector, which another model makes anew.
    private static UInt128 MarkOf(IndexEntry entry) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(entry with { Vector = null })));
}
