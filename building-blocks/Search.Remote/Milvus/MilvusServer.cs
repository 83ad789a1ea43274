using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Search.Remote;

/// <summary>Milvus over its REST API, version 2: every operation is a POST, and a refusal comes with a code in the body.</summary>
internal sealed class MilvusServer(HttpClient http, MilvusOptions options, TimeProvider time, ILogger logger)
{
    public const int CollectionNotFound = 100;

    // "Not ready", "unavailable", "too many requests", "rate limit", "resources insufficient", "rejected by limiter": those that
    // the server itself marks as worth another try.
    private static readonly int[] Busy = [1, 2, 4, 8, 12, 1807];

    private readonly RemoteServer _server = new("Milvus", http, options, time, logger, answer => Array.IndexOf(Busy, CodeOf(answer)) >= 0);

    public string Name => _server.Name;

    /// <summary>Several tries; for what may be done twice.</summary>
    public Task<JsonElement> InsistAsync(string operation, Action<Utf8JsonWriter> members, CancellationToken ct) => SendAsync(operation, members, insist: true, ct);

    /// <summary>One try.</summary>
    public Task<JsonElement> AskAsync(string operation, Action<Utf8JsonWriter> members, CancellationToken ct) => SendAsync(operation, members, insist: false, ct);

    public SearchUnavailableException Nonsense(string operation) => _server.Nonsense(operation);

    private async Task<JsonElement> SendAsync(string operation, Action<Utf8JsonWriter> members, bool insist, CancellationToken ct)
    {
        var body = RemoteBody.Json(json =>
        {
            if (options.Database.Length > 0)
            {
                json.WriteString("dbName", options.Database);
            }

            members(json);
        });
        var path = $"v2/vectordb/{operation}";
        var answer = insist ? await _server.InsistAsync(HttpMethod.Post, path, body, ct) : await _server.AskAsync(HttpMethod.Post, path, body, ct);
        var code = CodeOf(answer);

        // 0 is success; Milvus 2.3 said 200.
        return (code, answer.IsSuccess) switch
        {
            (0 or 200, true) => answer.At("data") ?? default,
            (CollectionNotFound, _) => throw new MilvusCollectionMissingException(),
            (null, true) => throw _server.Nonsense(operation),
            _ => throw _server.Refused(operation, answer, code?.ToString(CultureInfo.InvariantCulture)),
        };
    }

    // The message beside the code quotes what was sent, and is not read.
    private static int? CodeOf(RemoteAnswer answer) => answer.At("code") is { ValueKind: JsonValueKind.Number } code ? code.GetInt32() : null;
}

/// <summary>There is no collection of that name: it was removed behind the platform's back.</summary>
internal sealed class MilvusCollectionMissingException() : Exception("Milvus: there is no such collection.");
