using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace WeChatPlatform.Llm;

/// <summary>Makes the options of a request, in the way that one model of one provider takes them.</summary>
internal sealed class OpenAiRequests(KnownProvider? known, string model)
{
    private const string OpenAiLimit = "max_completion_tokens";

    private readonly KnownModel? _model = known?.Model(model);

    public ChatCompletionOptions ToSdk(ChatOptions? options)
    {
        var sdk = new ChatCompletionOptions { Temperature = Temperature(options?.Temperature), TopP = options?.TopP };
        foreach (var tool in options?.Tools?.OfType<AIFunctionDeclaration>() ?? [])
        {
            sdk.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        }

        if (sdk.Tools.Count > 0 && options?.ToolMode is RequiredChatToolMode)
        {
            sdk.ToolChoice = ChatToolChoice.CreateRequiredChoice();
        }

        if (options?.ResponseFormat is ChatResponseFormatJson)
        {
            sdk.ResponseFormat = ChatResponseFormat.CreateJsonObjectFormat();
        }

        Limit(sdk, options?.MaxOutputTokens);
        Add(sdk, known?.Request);
        Add(sdk, _model?.Request);
        return sdk;
    }

    // Out of range is an error at most providers, and the range differs.
    private float? Temperature(float? wished) =>
        wished is null || _model is { HasFixedTemperature: true } ? null
        : known?.Temperature is { } range ? (float)Math.Clamp(wished.Value, range.Min, range.Max)
        : wished;

    // OpenAI renamed max_tokens to max_completion_tokens; the compatible providers kept the old name.
    private void Limit(ChatCompletionOptions sdk, int? limit)
    {
        if (limit is not { } most)
        {
            return;
        }

        var member = known?.LimitMember ?? "max_tokens";
        if (member == OpenAiLimit)
        {
            sdk.MaxOutputTokenCount = most;
            return;
        }

#pragma warning disable SCME0001 // The SDK's only way to send a member that it does not know.
        sdk.Patch.Set(Path(member), most);
#pragma warning restore SCME0001
    }

    private static void Add(ChatCompletionOptions sdk, JsonObject? members)
    {
        foreach (var (name, value) in members ?? [])
        {
#pragma warning disable SCME0001 // As above.
            sdk.Patch.Set(Path(name), BinaryData.FromString(value?.ToJsonString() ?? "null"));
#pragma warning restore SCME0001
        }
    }

    private static byte[] Path(string member) => Encoding.UTF8.GetBytes($"$.{member}");
}
