using System.Text.Json.Nodes;

namespace WeChatPlatform.Testing;

/// <summary>Anthropic's messages, plain and as a stream of named events.</summary>
internal static class AnthropicWire
{
    private const int ChunkCharacters = 4;
    private const int MostChunks = 2000;

    public static JsonObject Message(ProviderRequest request, ProviderAnswer answer)
    {
        var content = new JsonArray();
        if (answer.Text.Length > 0)
        {
            content.Add(new JsonObject { ["type"] = "text", ["text"] = answer.Text });
        }

        for (var number = 0; number < answer.Calls.Count; number++)
        {
            content.Add(Call(answer.Calls[number], number, JsonNode.Parse(answer.Calls[number].Arguments)!));
        }

        var message = Empty(request);
        message["content"] = content;
        message["stop_reason"] = StopReason(answer);
        message["usage"] = Usage(answer, answer.OutputTokens);

        return message;
    }

    /// <summary>The events of a stream; the last ones say that, why and with how many tokens it ended.</summary>
    public static IEnumerable<(string Event, bool IsEnd)> Events(ProviderRequest request, ProviderAnswer answer)
    {
        var start = Empty(request);
        start["usage"] = Usage(answer, outputTokens: 1);

        yield return (Event("message_start", new JsonObject { ["message"] = start }), false);
        yield return (Event("ping", new JsonObject()), false);
        var index = 0;
        if (answer.Text.Length > 0)
        {
            yield return (Start(index, new JsonObject { ["type"] = "text", ["text"] = "" }), false);
            foreach (var piece in answer.Text.Chunk(Math.Max(ChunkCharacters, answer.Text.Length / MostChunks)))
            {
                yield return (Delta(index, new JsonObject { ["type"] = "text_delta", ["text"] = new string(piece) }), false);
            }

            yield return (Stop(index++), false);
        }

        for (var number = 0; number < answer.Calls.Count; number++)
        {
            yield return (Start(index, Call(answer.Calls[number], number, new JsonObject())), false);
            foreach (var piece in answer.Calls[number].Arguments.Chunk(ChunkCharacters))
            {
                yield return (Delta(index, new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = new string(piece) }), false);
            }

            yield return (Stop(index++), false);
        }

        var end = new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = StopReason(answer), ["stop_sequence"] = null } };
        end["usage"] = Usage(answer, answer.OutputTokens);

        yield return (Event("message_delta", end), true);
        yield return (Event("message_stop", new JsonObject()), true);
    }

    private static JsonObject Empty(ProviderRequest request) => new()
    {
        ["id"] = "msg_fake",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = request.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
    };

    private static JsonObject Call(ProviderCall call, int number, JsonNode input) =>
        new() { ["type"] = "tool_use", ["id"] = $"toolu_{number}", ["name"] = call.Name, ["input"] = input };

    // The protocol wants the member: a compatible server that does not count says 0.
    private static JsonObject Usage(ProviderAnswer answer, int outputTokens) => new()
    {
        ["input_tokens"] = answer.TellsUsage ? answer.InputTokens : 0,
        ["output_tokens"] = answer.TellsUsage ? outputTokens : 0,
        ["cache_creation_input_tokens"] = 0,
        ["cache_read_input_tokens"] = 0,
    };

    private static string StopReason(ProviderAnswer answer) => answer.FinishReason switch
    {
        "stop" => "end_turn",
        "length" => "max_tokens",
        "tool_calls" => "tool_use",
        "content_filter" => "refusal",
        var other => other,
    };

    private static string Start(int index, JsonObject block) =>
        Event("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = block });

    private static string Delta(int index, JsonObject delta) =>
        Event("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = delta });

    private static string Stop(int index) => Event("content_block_stop", new JsonObject { ["index"] = index });

    private static string Event(string type, JsonObject data)
    {
        data.Insert(0, "type", type);
        return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
    }
}
