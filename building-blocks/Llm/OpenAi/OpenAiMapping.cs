using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using SdkFinishReason = OpenAI.Chat.ChatFinishReason;
using SdkMessage = OpenAI.Chat.ChatMessage;

namespace WeChatPlatform.Llm;

/// <summary>Between the shapes of Microsoft.Extensions.AI and those of the OpenAI SDK.</summary>
internal static class OpenAiMapping
{
    public static IReadOnlyList<SdkMessage> ToSdk(IEnumerable<ChatMessage> messages) => [.. messages.Select(ToSdk)];

    public static ChatCompletionOptions ToSdk(ChatOptions? options, Uri baseUrl)
    {
        var sdk = new ChatCompletionOptions { Temperature = options?.Temperature, TopP = options?.TopP };
        if (options?.MaxOutputTokens is not { } limit)
        {
            return sdk;
        }

        // OpenAI renamed max_tokens to max_completion_tokens; the compatible providers kept the old name.
        if (ProviderCatalog.ByHost(baseUrl.ToString())?.Name == "openai")
        {
            sdk.MaxOutputTokenCount = limit;
        }
        else
        {
#pragma warning disable SCME0001 // The SDK's only way to send the member that the compatible providers read.
            sdk.Patch.Set("$.max_tokens"u8, limit);
#pragma warning restore SCME0001
        }

        return sdk;
    }

    public static ChatResponse ToResponse(ChatCompletion completion) =>
        new(new ChatMessage(ChatRole.Assistant, Text(completion.Content)))
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = completion.CreatedAt,
            FinishReason = ToFinishReason(completion.FinishReason),
            Usage = ToUsage(completion.Usage),
        };

    public static ChatResponseUpdate ToUpdate(StreamingChatCompletionUpdate update)
    {
        var mapped = new ChatResponseUpdate(ChatRole.Assistant, Text(update.ContentUpdate))
        {
            ResponseId = update.CompletionId,
            ModelId = update.Model,
            CreatedAt = update.CreatedAt,
            FinishReason = update.FinishReason is { } reason ? ToFinishReason(reason) : null,
        };
        if (ToUsage(update.Usage) is { } usage)
        {
            mapped.Contents.Add(new UsageContent(usage));
        }

        return mapped;
    }

    private static SdkMessage ToSdk(ChatMessage message) =>
        message.Role == ChatRole.System ? new SystemChatMessage(message.Text)
        : message.Role == ChatRole.Assistant ? new AssistantChatMessage(message.Text)
        : new UserChatMessage(message.Text);

    private static string Text(ChatMessageContent? content) =>
        content is null ? "" : string.Concat(content.Where(part => part.Kind == ChatMessageContentPartKind.Text).Select(part => part.Text));

    private static ChatFinishReason ToFinishReason(SdkFinishReason reason) => reason switch
    {
        SdkFinishReason.Stop => ChatFinishReason.Stop,
        SdkFinishReason.Length => ChatFinishReason.Length,
        SdkFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        SdkFinishReason.ToolCalls or SdkFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => new ChatFinishReason(reason.ToString()),
    };

    private static UsageDetails? ToUsage(ChatTokenUsage? usage) => usage is null
        ? null
        : new UsageDetails
        {
            InputTokenCount = usage.InputTokenCount,
            OutputTokenCount = usage.OutputTokenCount,
            TotalTokenCount = usage.TotalTokenCount,
        };
}
