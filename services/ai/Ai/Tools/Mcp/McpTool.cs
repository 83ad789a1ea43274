using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tools;

/// <summary>A tool of an MCP server. Whom it is called for, the server is never told.</summary>
internal sealed partial class McpTool : ITool
{
    private const string Kind = "tool";
    private const int LongestDescription = 300;
    private const int LongestName = 64;

    // Nobody vouches for it but the setting that takes it as evidence.
    private const double Score = 0.8;

    private readonly McpLink link;
    private readonly string name;
    private readonly McpServerEntry server;

    private McpTool(McpLink link, McpServerEntry server, string name, AIFunctionDeclaration declaration)
    {
        this.link = link;
        this.server = server;
        this.name = name;
        Declaration = declaration;
    }

    public AIFunctionDeclaration Declaration { get; }

    public bool NeedsContact => false;

    /// <summary>The tool as models are told it, or why it is not taken.</summary>
    public static (McpTool? Tool, string? Fault) Take(McpLink link, McpServerEntry server, McpToolEntry wanted, Tool listed)
    {
        if (!wanted.MayWrite && listed.Annotations?.ReadOnlyHint != true)
        {
            return (null, "it does not say that it only reads");
        }

        if (McpSchema.Narrow(listed.InputSchema) is not { } schema)
        {
            return (null, "its arguments are not understood");
        }

        var told = Other().Replace($"{server.Name}_{listed.Name}", "_");
        var description = ToolText.Clean(wanted.Description ?? listed.Description ?? "", LongestDescription);
        return told.Length > LongestName
            ? (null, "its name is too long")
            : (new McpTool(link, server, listed.Name, AIFunctionFactory.CreateDeclaration(told, description, schema)), null);
    }

    public async Task<ToolAnswer> RunAsync(
        IReadOnlyDictionary<string, JsonElement> arguments, ToolContext context, CancellationToken ct)
    {
        var result = await CallAsync(arguments, ct);
        if (result.IsError == true)
        {
            return ToolAnswer.Failure;
        }

        var texts = result.Content.OfType<TextContentBlock>().Select(block => block.Text).Where(text => !string.IsNullOrWhiteSpace(text)).ToList();
        if (texts.Count == 0 && result.StructuredContent is { } structured)
        {
            texts.Add(structured.GetRawText());
        }

        return new ToolAnswer(
            texts.Count == 0 ? ToolAnswer.NotFound : ToolAnswer.Found,
            [.. texts.Select((text, at) => new Evidence(
                $"{Declaration.Name}:{at + 1}", Kind, server.Name, Declaration.Name, text, Score))],
            [],
            server.IsEvidence);
    }

    private async Task<CallToolResult> CallAsync(IReadOnlyDictionary<string, JsonElement> arguments, CancellationToken ct)
    {
        try
        {
            return await link.Client.CallToolAsync(
                new CallToolRequestParams { Name = name, Arguments = new Dictionary<string, JsonElement>(arguments, StringComparer.Ordinal) },
                ct);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // Away, or too slow for one who waits: the next answer does not try it.
            link.Lose();
            throw;
        }
    }

    [GeneratedRegex("[^A-Za-z0-9_-]", RegexOptions.None, 1000)]
    private static partial Regex Other();
}
