using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using SdkMessage = OpenAI.Chat.ChatMessage;

namespace WeChatPlatform.Llm;

/// <summary>From the messages of Microsoft.Extensions.AI to those of the OpenAI SDK.</summary>
internal static class OpenAiMessages
{
    public static IReadOnlyList<SdkMessage> ToSdk(IEnumerable<ChatMessage> messages) => [.. messages.SelectMany(ToSdk)];

    private static IEnumerable<SdkMessage> ToSdk(ChatMessage message) =>
        message.Role == ChatRole.System ? [new SystemChatMessage(message.Text)]
        : message.Role == ChatRole.Assistant ? [FromAssistant(message)]
        : message.Role == ChatRole.Tool ? message.Contents.OfType<FunctionResultContent>().Select(FromTool)
        : [FromUser(message)];

    private static AssistantChatMessage FromAssistant(ChatMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>()
            .Select(call => ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromString(JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>()))))
            .ToList();
        if (calls.Count == 0)
        {
            return new AssistantChatMessage(message.Text);
        }

        var asked = new AssistantChatMessage(calls);
        if (message.Text.Length > 0)
        {
            asked.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        }

        return asked;
    }

    private static ToolChatMessage FromTool(FunctionResultContent result) => new(
        result.CallId,
        result.Result switch
        {
            null => "",
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
            var value => JsonSerializer.Serialize(value),
        });

    // A plain text where there is no image: not every compatible server reads parts.
    private static UserChatMessage FromUser(ChatMessage message)
    {
        if (!message.Contents.Any(content => content is DataContent or UriContent))
        {
            return new UserChatMessage(message.Text);
        }

        return new UserChatMessage(message.Contents.Select(ToPart).OfType<ChatMessageContentPart>());
    }

    private static ChatMessageContentPart? ToPart(AIContent content) => content switch
    {
        TextContent text => ChatMessageContentPart.CreateTextPart(text.Text),
        DataContent data when data.HasTopLevelMediaType("image") =>
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(data.Data), data.MediaType),
        UriContent link when link.HasTopLevelMediaType("image") => ChatMessageContentPart.CreateImagePart(link.Uri),
        _ => null,
    };
}
