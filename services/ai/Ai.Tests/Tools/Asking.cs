using System.Text.Json;
using Microsoft.Extensions.AI;
using WeChatPlatform.Ai.Tools;

namespace WeChatPlatform.Ai.Tests.Tools;

/// <summary>What tests of tools say again and again.</summary>
internal static class Asking
{
    public static ToolContext For(string? contact) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), "agent-1", contact, "我的订单呢");

    public static FunctionCallContent Call(string name, params (string Name, object? Value)[] arguments) =>
        new("call-1", name, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));

    public static JsonElement Read(ToolOutcome outcome) => JsonDocument.Parse((string)outcome.Result.Result!).RootElement;

    public static string? Word(ToolOutcome outcome) => Read(outcome).GetProperty("outcome").GetString();

    public static async Task<IReadOnlyList<string>> OfferedAsync(IToolBox tools, ToolContext context) =>
        [.. (await tools.OfferedAsync(context, TestContext.Current.CancellationToken)).Select(tool => tool.Name)];
}
