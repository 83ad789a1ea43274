using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Search.Remote;

/// <summary>
/// Sends changes in _bulk requests of a bounded size. What a node is too busy for is sent again, alone; what is refused for good
/// fails the call. Every change names its id, so that one that arrives twice changes nothing.
/// </summary>
internal sealed class ElasticsearchBulk(RemoteServer server, ElasticsearchOptions options, ILogger logger)
{
    private const string LineType = "application/x-ndjson";

    /// <exception cref="SearchUnavailableException">A change was refused, or nobody answered. Others may have been made.</exception>
    public async Task SendAsync(string path, IEnumerable<BulkChange> changes, CancellationToken ct)
    {
        foreach (var batch in Batches(changes))
        {
            await SendAsync(path, batch, ct);
        }
    }

    private async Task SendAsync(string path, List<BulkChange> batch, CancellationToken ct)
    {
        for (var @try = 1; ; @try++)
        {
            var answer = await server.InsistAsync(HttpMethod.Post, path, Body(batch), ct);
            if (answer.Status == 413 && batch.Count > 1)
            {
                await SendAsync(path, batch[..(batch.Count / 2)], ct);
                await SendAsync(path, batch[(batch.Count / 2)..], ct);
                return;
            }

            if (!answer.IsSuccess)
            {
                throw server.Refused("a change", answer, ElasticsearchErrors.TypeOf(answer));
            }

            var again = StillToDo(batch, answer);
            if (again.Count == 0)
            {
                return;
            }

            if (@try > server.MaxRetries)
            {
                throw new SearchUnavailableException($"{server.Name}: {again.Count} changes were refused {@try} times, because it is busy.");
            }

            logger.PartlyRefused(server.Name, again.Count, batch.Count, @try + 1);
            await server.DelayAsync(server.WaitBefore(@try), ct);
            batch = again;
        }
    }

    private List<BulkChange> StillToDo(List<BulkChange> batch, RemoteAnswer answer)
    {
        if (answer.At("items") is not { ValueKind: JsonValueKind.Array } items || items.GetArrayLength() != batch.Count)
        {
            throw server.Nonsense("_bulk");
        }

        var again = new List<BulkChange>();
        foreach (var (change, item) in batch.Zip(items.EnumerateArray()))
        {
            var action = change.IsDelete ? "delete" : "index";
            var status = RemoteAnswer.At(item, action, "status") is { ValueKind: JsonValueKind.Number } told ? told.GetInt32() : throw server.Nonsense("_bulk");

            // Deleting what is not there is how a deletion that was repeated looks; 404 with an error is a missing index.
            if (status is >= 200 and < 300 || (change.IsDelete && status == 404 && RemoteAnswer.At(item, action, "error") is null))
            {
                continue;
            }

            if (status is not (429 or 503))
            {
                var type = RemoteAnswer.At(item, action, "error", "type") is { ValueKind: JsonValueKind.String } word ? word.GetString() : null;
                throw new SearchUnavailableException($"{server.Name}: a change was refused with status {status} ({RemoteServer.Short(type ?? "none")}).");
            }

            again.Add(change);
        }

        return again;
    }

    private IEnumerable<List<BulkChange>> Batches(IEnumerable<BulkChange> changes)
    {
        var (batch, bytes) = (new List<BulkChange>(), 0L);
        foreach (var change in changes)
        {
            if (batch.Count > 0 && (batch.Count == options.BulkEntries || bytes + change.Length > options.BulkBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(change);
            bytes += change.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static RemoteBody Body(List<BulkChange> batch)
    {
        var bytes = new byte[batch.Sum(change => change.Length)];
        var at = 0;
        foreach (var change in batch)
        {
            at = Append(bytes, at, change.Action);
            at = change.Document is { } document ? Append(bytes, at, document) : at;
        }

        return new RemoteBody(bytes, LineType);
    }

    private static int Append(byte[] bytes, int at, byte[] line)
    {
        line.CopyTo(bytes, at);
        bytes[at + line.Length] = (byte)'\n';
        return at + line.Length + 1;
    }
}

/// <summary>One or two lines of a _bulk request.</summary>
internal readonly record struct BulkChange(byte[] Action, byte[]? Document)
{
    public bool IsDelete => Document is null;

    /// <summary>With the ends of the lines.</summary>
    public int Length => Action.Length + 1 + (Document is null ? 0 : Document.Length + 1);
}

internal static class ElasticsearchErrors
{
    /// <summary>The type of an error, such as index_not_found_exception. Its reason may quote what was sent and is not read.</summary>
    public static string? TypeOf(RemoteAnswer answer) =>
        answer.At("error", "type") is { ValueKind: JsonValueKind.String } type ? type.GetString() : null;
}
