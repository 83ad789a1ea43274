using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using SdkFinishReason = OpenAI.Chat.ChatFinishReason;

namespace WeChatPlatform.Llm;

/// <summary>From the answers of the OpenAI SDK to those of Microsoft.Extensions.AI.</summary>
internal static class OpenAiAnswers
{
    public static ChatResponse ToResponse(ChatCompletion completion)
    {
        List<AIContent> contents = [];
        if (Text(completion.Content) is { Length: > 0 } text)
        {
            contents.Add(new TextContent(text));
        }

        contents.AddRange(completion.ToolCalls.Select(call => ToCall(call.Id, call.FunctionName, call.FunctionArguments.ToString())));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = completion.CreatedAt,
            FinishReason = ToFinishReason(completion.FinishReason, completion.ToolCalls.Count > 0),
            Usage = ToUsage(completion.Usage),
        };
    }

    public static ChatResponseUpdate ToUpdate(StreamingChatCompletionUpdate update, StreamedCalls calls)
    {
        var mapped = new ChatResponseUpdate(ChatRole.Assistant, Text(update.ContentUpdate))
        {
            ResponseId = update.CompletionId,
            ModelId = update.Model,
            CreatedAt = update.CreatedAt,
            FinishReason = update.FinishReason is { } reason ? ToFinishReason(reason, calls.Any) : null,
        };
        if (ToUsage(update.Usage) is { } usage)
        {
            mapped.Contents.Add(new UsageContent(usage));
        }
        else if (update.FinishReason is not null && UsageOfChoice(update) is { } inside)
        {
            mapped.Contents.Add(new UsageContent(inside));
        }

        return mapped;
    }

    public static FunctionCallContent ToCall(string id, string name, string arguments) => FunctionCallContent.CreateFromParsedArguments(
        arguments,
        id,
        name,
        static json => string.IsNullOrWhiteSpace(json)
            ? new Dictionary<string, object?>()
            : JsonSerializer.Deserialize<Dictionary<string, object?>>(json));

    private static string Text(ChatMessageContent? content) =>
        content is null ? "" : string.Concat(content.Where(part => part.Kind == ChatMessageContentPartKind.Text).Select(part => part.Text));

    // Gemini ends a stream that calls functions with stop.
    private static ChatFinishReason ToFinishReason(SdkFinishReason reason, bool calls) => reason switch
    {
        SdkFinishReason.Stop when calls => ChatFinishReason.ToolCalls,
        SdkFinishReason.Stop => ChatFinishReason.Stop,
        SdkFinishReason.Length => ChatFinishReason.Length,
        SdkFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        SdkFinishReason.ToolCalls or SdkFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => new ChatFinishReason(reason.ToString()),
    };

    private static UsageDetails? ToUsage(ChatTokenUsage? usage) =>
        usage is null || (usage.InputTokenCount == 0 && usage.OutputTokenCount == 0)
            ? null
            : Usage(usage.InputTokenCount, usage.OutputTokenCount);

    // Moonshot tells the usage inside the last choice, where the SDK does not look.
    private static UsageDetails? UsageOfChoice(StreamingChatCompletionUpdate update)
    {
#pragma warning disable SCME0001 // The SDK's only way to members that it does not know.
        return update.Patch.TryGetValue("$.choices[0].usage.prompt_tokens"u8, out int input)
            && update.Patch.TryGetValue("$.choices[0].usage.completion_tokens"u8, out int output)
                ? Usage(input, output)
                : null;
#pragma warning restore SCME0001
    }

    private static UsageDetails Usage(int input, int output) =>
        new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
}
