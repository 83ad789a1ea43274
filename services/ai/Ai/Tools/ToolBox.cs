using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol;

namespace WeChatPlatform.Ai.Tools;

/// <summary>
/// Offers what the settings allow and does what a model asks for, within the turn's rounds and calls. Whatever goes wrong is an answer to
/// the model, never a fault of the turn.
/// </summary>
internal sealed class ToolBox(
    ErpTools erp, McpServers servers, IOptions<ToolOptions> options, TimeProvider time, ILogger<ToolBox> logger) : IToolBox
{
    private const string NotOurs = "unknown";

    public ValueTask<IReadOnlyList<AITool>> OfferedAsync(ToolContext context, CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<AITool>>(
        context.Use.BeginRound(options.Value.MaxRounds) ? [.. Tools(context).Select(tool => tool.Declaration)] : []);

    public async Task<ToolOutcome> CallAsync(FunctionCallContent call, ToolContext context, CancellationToken ct)
    {
        var tool = Tools(context).FirstOrDefault(one => one.Declaration.Name == call.Name);
        var name = tool?.Declaration.Name ?? NotOurs;
        if (!context.Use.BeginCall(options.Value.MaxCalls, options.Value.MaxRounds))
        {
            return Refusal(call, context, name, "too_many_calls", "已达到查询次数上限 / no more calls for this answer");
        }

        if (tool is null)
        {
            return Refusal(call, context, name, "not_offered", "没有这个函数 / there is no such function");
        }

        var (arguments, fault) = call.Exception is null
            ? ToolArguments.Read(tool.Declaration.JsonSchema, call.Arguments)
            : (new Dictionary<string, JsonElement>(StringComparer.Ordinal), "the arguments are no JSON");
        return fault is null
            ? await RunAsync(tool, call, arguments, context, ct)
            : Refusal(call, context, name, "bad_arguments", fault);
    }

    private async Task<ToolOutcome> RunAsync(
        ITool tool,
        FunctionCallContent call,
        IReadOnlyDictionary<string, JsonElement> arguments,
        ToolContext context,
        CancellationToken ct)
    {
        var name = tool.Declaration.Name;
        var began = time.GetTimestamp();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        ToolAnswer answer;
        try
        {
            answer = await tool.RunAsync(arguments, context, either.Token);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested && IsTheirs(failure))
        {
            logger.ToolFailed(context.TurnId, name, failure.GetType().Name, time.GetElapsedTime(began).TotalMilliseconds);
            ToolMetrics.Record(name, ToolAnswer.Failed);
            return new ToolOutcome(
                new FunctionResultContent(call.CallId, ToolResult.Of(ToolAnswer.Failure, [])), [], Refused: false, name);
        }

        var facts = ToolResult.Bounded(answer.Facts, options.Value);
        logger.ToolAnswered(context.TurnId, name, answer.Outcome, facts.Count, time.GetElapsedTime(began).TotalMilliseconds);
        ToolMetrics.Record(name, answer.Outcome);
        return new ToolOutcome(
            new FunctionResultContent(call.CallId, ToolResult.Of(answer, facts)), answer.IsEvidence ? facts : [], Refused: false, name);
    }

    private ToolOutcome Refusal(FunctionCallContent call, ToolContext context, string name, string reason, string told)
    {
        logger.ToolRefused(context.TurnId, name, reason);
        ToolMetrics.Record(name, reason);
        return new ToolOutcome(new FunctionResultContent(call.CallId, ToolResult.OfRefusal(told)), [], Refused: true, name);
    }

    private IEnumerable<ITool> Tools(ToolContext context) => erp.Allowed(options.Value.Allowed).Concat(servers.Tools)
        .Where(tool => !tool.NeedsContact || !string.IsNullOrWhiteSpace(context.Contact));

    // What another process did or did not do. Anything else is a fault of ours and is heard of.
    private static bool IsTheirs(Exception failure) =>
        failure is HttpRequestException or OperationCanceledException or JsonException or McpException or IOException;
}
