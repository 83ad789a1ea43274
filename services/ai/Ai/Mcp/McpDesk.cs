using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WeChatPlatform.Ai.Tools;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Ai.Mcp;

/// <summary>Answers what an MCP client asks by asking the service that knows, on behalf of the same caller.</summary>
internal sealed class McpDesk(IServiceClients services, ILogger<McpDesk> logger)
{
    private const string ServerName = "wechat-platform";

    /// <summary>A server for one request of one caller: nothing is kept between requests, so any replica answers any of them.</summary>
    public McpServerOptions For(Caller caller) => new()
    {
        ServerInfo = new Implementation { Name = ServerName, Version = "1" },
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. Offered.Select(Describe)] }),
            CallToolHandler = (request, ct) => new ValueTask<CallToolResult>(CallAsync(caller, request.Params, ct)),
        },
    };

    private IEnumerable<McpOffer> Offered => McpOffer.All.Where(offer => services.Knows(offer.Service));

    private async Task<CallToolResult> CallAsync(Caller caller, CallToolRequestParams? call, CancellationToken ct)
    {
        if (Offered.FirstOrDefault(one => one.Name == call?.Name) is not { } offer)
        {
            return Refusal("not_offered", "没有这个工具 / There is no such tool.");
        }

        var (arguments, fault) = ToolArguments.Read(
            offer.Schema, call!.Arguments?.Select(argument => new KeyValuePair<string, object?>(argument.Key, argument.Value)));
        var result = fault is null
            ? await AskAsync(offer, arguments, caller, ct)
            : Refusal("bad_arguments", fault);
        logger.AskedByMcp(caller.Kind, caller.Id, offer.Name, result.IsError == true ? "refused" : "answered");
        return result;
    }

    private async Task<CallToolResult> AskAsync(
        McpOffer offer, IReadOnlyDictionary<string, JsonElement> arguments, Caller caller, CancellationToken ct)
    {
        try
        {
            using var answer = await services.For(offer.Service, caller).GetAsync(offer.Path(arguments), ct);
            return answer.IsSuccessStatusCode
                ? new CallToolResult { Content = [new TextContentBlock { Text = await answer.Content.ReadAsStringAsync(ct) }] }
                : await RefusedAsync(answer, ct);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return Refusal("service_unavailable", "服务暂时不可用，请稍后再试 / The service is away for a moment. Try again.");
        }
    }

    private static async Task<CallToolResult> RefusedAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<Problem>(ct);
            return Refusal(problem?.Title ?? "refused", problem?.Detail ?? "");
        }
        catch (JsonException)
        {
            return Refusal("refused", $"HTTP {(int)answer.StatusCode}");
        }
    }

    private static CallToolResult Refusal(string code, string detail) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = $"{code}: {detail}" }] };

    private static Tool Describe(McpOffer offer) => new()
    {
        Name = offer.Name,
        Description = offer.Description,
        InputSchema = offer.Schema,
        Annotations = new ToolAnnotations { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    private sealed record Problem(string? Title, string? Detail);
}
