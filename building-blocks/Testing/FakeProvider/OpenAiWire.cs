using System.Text.Json.Nodes;

namespace WeChatPlatform.Testing;

/// <summary>Chat completions, in the dialect of a provider.</summary>
internal static class OpenAiWire
{
    private const int ChunkCharacters = 4;
    private const int MostChunks = 2000;

    public static JsonObject Completion(ProviderRequest request, ProviderAnswer answer, ProviderDialect dialect)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = answer.Text };
        if (answer.Reasoning.Length > 0)
        {
            message["reasoning_content"] = answer.Reasoning;
        }

        if (answer.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. answer.Calls.Select((call, number) => Call(call, number, call.Arguments))]);
        }

        var whole = new JsonObject
        {
            ["object"] = "chat.completion",
            ["created"] = 1_700_000_000,
            ["model"] = request.Model,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = answer.FinishReason }),
        };
        Sign(whole, dialect);
        if (answer.TellsUsage)
        {
            whole["usage"] = Usage(answer, share: 1);
        }

        return whole;
    }

    /// <summary>The events of a stream; the last ones say that, why and with how many tokens it ended.</summary>
    public static IEnumerable<(string Event, bool IsEnd)> Events(ProviderRequest request, ProviderAnswer answer, ProviderDialect dialect)
    {
        var deltas = Deltas(answer, dialect).ToList();
        for (var i = 0; i < deltas.Count; i++)
        {
            var chunk = Chunk(request, dialect, deltas[i], finishReason: null);
            if (answer.TellsUsage && dialect.Usage == StreamedUsage.EveryEvent)
            {
                chunk["usage"] = Usage(answer, (i + 1.0) / (deltas.Count + 1));
            }

            yield return (Event(chunk), false);
        }

        var finish = dialect.SendsCallsWhole && answer.FinishReason == "tool_calls" && dialect.Usage == StreamedUsage.EveryEvent
            ? "stop" : answer.FinishReason;
        var last = Chunk(request, dialect, new JsonObject { ["role"] = "assistant", ["content"] = "" }, finish);
        if (answer.TellsUsage)
        {
            Tell(last, answer, dialect.Usage);
        }

        yield return (Event(last), true);
        if (answer.TellsUsage && dialect.Usage == StreamedUsage.OwnEvent
            && request.Body["stream_options"]?["include_usage"]?.GetValue<bool>() == true)
        {
            var usage = Chunk(request, dialect, new JsonObject(), finishReason: null);
            usage["choices"] = new JsonArray();
            usage["usage"] = Usage(answer, share: 1);
            yield return (Event(usage), true);
        }

        yield return ("data: [DONE]\n\n", true);
    }

    private static IEnumerable<JsonObject> Deltas(ProviderAnswer answer, ProviderDialect dialect)
    {
        foreach (var piece in answer.Reasoning.Chunk(ChunkCharacters))
        {
            yield return new JsonObject { ["role"] = "assistant", ["content"] = null, ["reasoning_content"] = new string(piece) };
        }

        // A huge answer comes in large pieces, or a test of it would take minutes.
        foreach (var piece in answer.Text.Chunk(Math.Max(ChunkCharacters, answer.Text.Length / MostChunks)))
        {
            yield return new JsonObject { ["role"] = "assistant", ["content"] = new string(piece) };
        }

        for (var number = 0; number < answer.Calls.Count; number++)
        {
            var call = answer.Calls[number];
            if (dialect.SendsCallsWhole)
            {
                yield return Calling(Call(call, number, call.Arguments));
                continue;
            }

            var first = Call(call, number, "");
            first["index"] = number;
            yield return Calling(first);
            foreach (var piece in call.Arguments.Chunk(ChunkCharacters))
            {
                yield return Calling(new JsonObject
                {
                    ["index"] = number,
                    ["function"] = new JsonObject { ["arguments"] = new string(piece) },
                });
            }
        }
    }

    private static JsonObject Calling(JsonObject call) => new() { ["role"] = "assistant", ["tool_calls"] = new JsonArray(call) };

    private static JsonObject Call(ProviderCall call, int number, string arguments) => new()
    {
        ["id"] = $"call_{number}",
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = arguments },
    };

    private static JsonObject Chunk(ProviderRequest request, ProviderDialect dialect, JsonObject delta, string? finishReason)
    {
        var chunk = new JsonObject
        {
            ["object"] = "chat.completion.chunk",
            ["created"] = 1_700_000_000,
            ["model"] = request.Model,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason }),
        };
        Sign(chunk, dialect);
        return chunk;
    }

    private static void Sign(JsonObject answer, ProviderDialect dialect)
    {
        if (dialect.HasId)
        {
            answer["id"] = "chatcmpl-fake";
        }
    }

    private static void Tell(JsonObject last, ProviderAnswer answer, StreamedUsage where)
    {
        if (where == StreamedUsage.InsideChoice)
        {
            last["choices"]![0]!["usage"] = Usage(answer, share: 1);
        }
        else if (where is StreamedUsage.WithFinish or StreamedUsage.EveryEvent)
        {
            last["usage"] = Usage(answer, share: 1);
        }
    }

    private static JsonObject Usage(ProviderAnswer answer, double share)
    {
        var output = (int)(answer.OutputTokens * share);
        return new JsonObject
        {
            ["prompt_tokens"] = answer.InputTokens,
            ["completion_tokens"] = output,
            ["total_tokens"] = answer.InputTokens + output,
        };
    }

    private static string Event(JsonObject data) => $"data: {data.ToJsonString()}\n\n";
}
