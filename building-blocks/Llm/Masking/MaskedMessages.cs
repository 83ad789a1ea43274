using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Llm;

/// <summary>A question without the phones, ids, cards and addresses in its texts. What a picture shows is not masked.</summary>
internal static class MaskedMessages
{
    /// <exception cref="LlmException">A text cannot be masked in time. It must not leave then: somebody else may be asked.</exception>
    public static IReadOnlyList<ChatMessage> Of(IEnumerable<ChatMessage> messages)
    {
        try
        {
            return [.. messages.Select(message => new ChatMessage(message.Role, [.. message.Contents.Select(Of)]))];
        }
        catch (RegexMatchTimeoutException)
        {
            throw new LlmException(LlmFailure.Unavailable);
        }
    }

    private static AIContent Of(AIContent content) => content switch
    {
        TextContent text => new TextContent(PersonalData.Mask(text.Text)),
        FunctionResultContent result => new FunctionResultContent(result.CallId, PersonalData.Mask(TextOf(result.Result))),
        FunctionCallContent call => new FunctionCallContent(
            call.CallId, call.Name, call.Arguments?.ToDictionary(argument => argument.Key, argument => Of(argument.Value))),
        _ => content,
    };

    private static object? Of(object? argument) => argument switch
    {
        string text => PersonalData.Mask(text),
        JsonElement { ValueKind: JsonValueKind.String } text => PersonalData.Mask(text.GetString()!),
        _ => argument,
    };

    private static string TextOf(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => JsonSerializer.Serialize(result),
    };
}
