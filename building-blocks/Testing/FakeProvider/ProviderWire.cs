using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace WeChatPlatform.Testing;

/// <summary>Writes one scripted answer the way a provider does.</summary>
internal static class ProviderWire
{
    private const int ChunkCharacters = 4;

    public static async Task AnswerAsync(HttpContext http, ProviderRequest request, ProviderAnswer answer, CancellationToken ct)
    {
        await Task.Delay(answer.Latency, ct);
        if (answer.RetryAfter is not null)
        {
            http.Response.Headers.RetryAfter = answer.RetryAfter;
        }

        var write = answer switch
        {
            { Fault: ProviderFault.NoAnswer } => Abort(http),
            { Status: not 200 } => RefuseAsync(http, request, answer, ct),
            { Fault: ProviderFault.NotJson } => WriteAsync(http, "application/json", "<html>Bad gateway</html>", ct),
            _ when request.IsStream => StreamAsync(http, request, answer, ct),
            _ => CompleteAsync(http, request, answer, ct),
        };
        await write;
    }

    private static Task RefuseAsync(HttpContext http, ProviderRequest request, ProviderAnswer answer, CancellationToken ct)
    {
        http.Response.StatusCode = answer.Status;
        var error = new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = $"Refused with status {answer.Status}, {request.Authorization}, you said: {request.LastUserText}",
                ["type"] = "fake_error",
                ["code"] = "fake_error",
            },
        };
        return WriteAsync(http, "application/json", error.ToJsonString(), ct);
    }

    private static async Task CompleteAsync(HttpContext http, ProviderRequest request, ProviderAnswer answer, CancellationToken ct)
    {
        var body = Encoding.UTF8.GetBytes(Completion(request, answer).ToJsonString());
        if (answer.Fault == ProviderFault.None)
        {
            await WriteAsync(http, "application/json", body, ct);
            return;
        }

        // A clean early end leaves valid framing around broken JSON; a reset breaks the framing too.
        http.Response.ContentLength = answer.Fault == ProviderFault.Reset ? body.Length : body.Length / 2;
        await WriteAsync(http, "application/json", body.AsMemory(0, body.Length / 2), ct);
        if (answer.Fault == ProviderFault.Reset)
        {
            await Abort(http);
        }
    }

    private static async Task StreamAsync(HttpContext http, ProviderRequest request, ProviderAnswer answer, CancellationToken ct)
    {
        http.Response.ContentType = "text/event-stream";
        var pieces = answer.Text.Chunk(ChunkCharacters).Select(piece => new string(piece)).ToList();
        var sent = answer.Fault == ProviderFault.None ? pieces.Count : (pieces.Count + 1) / 2;
        foreach (var piece in pieces.Take(sent))
        {
            await EventAsync(http, Chunk(request, piece, finishReason: null).ToJsonString(), ct);
        }

        if (answer.Fault == ProviderFault.Reset)
        {
            await Abort(http);
        }

        if (answer.Fault != ProviderFault.None)
        {
            return;
        }

        await EventAsync(http, Chunk(request, "", answer.FinishReason).ToJsonString(), ct);
        if (request.Body["stream_options"]?["include_usage"]?.GetValue<bool>() == true)
        {
            var usage = Chunk(request, "", finishReason: null);
            usage["choices"] = new JsonArray();
            usage["usage"] = Usage(answer);
            await EventAsync(http, usage.ToJsonString(), ct);
        }

        await EventAsync(http, "[DONE]", ct);
    }

    private static JsonObject Completion(ProviderRequest request, ProviderAnswer answer) => new()
    {
        ["id"] = "chatcmpl-fake",
        ["object"] = "chat.completion",
        ["created"] = 1_700_000_000,
        ["model"] = request.Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = answer.Text },
            ["finish_reason"] = answer.FinishReason,
        }),
        ["usage"] = Usage(answer),
    };

    private static JsonObject Chunk(ProviderRequest request, string text, string? finishReason) => new()
    {
        ["id"] = "chatcmpl-fake",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1_700_000_000,
        ["model"] = request.Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["delta"] = new JsonObject { ["role"] = "assistant", ["content"] = text },
            ["finish_reason"] = finishReason,
        }),
    };

    private static JsonObject Usage(ProviderAnswer answer) => new()
    {
        ["prompt_tokens"] = answer.InputTokens,
        ["completion_tokens"] = answer.OutputTokens,
        ["total_tokens"] = answer.InputTokens + answer.OutputTokens,
    };

    private static async Task EventAsync(HttpContext http, string line, CancellationToken ct)
    {
        await http.Response.WriteAsync($"data: {line}\n\n", ct);
        await http.Response.Body.FlushAsync(ct);
    }

    private static Task WriteAsync(HttpContext http, string contentType, string body, CancellationToken ct) =>
        WriteAsync(http, contentType, Encoding.UTF8.GetBytes(body), ct);

    private static async Task WriteAsync(HttpContext http, string contentType, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        http.Response.ContentType = contentType;
        await http.Response.Body.WriteAsync(body, ct);
        await http.Response.Body.FlushAsync(ct);
    }

    private static Task Abort(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }
}
