using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace WeChatPlatform.Ai.Tools;

/// <summary>
/// Keeps a connection to each MCP server of the settings and knows which of its tools are taken, so that no answer waits for a server to
/// say what it has. A server that is away offers nothing until it is back.
/// </summary>
internal sealed class McpServers(IOptions<ToolOptions> options, TimeProvider time, ILogger<McpServers> logger) : BackgroundService
{
    private const int MostPages = 10;

    private readonly ConcurrentDictionary<string, IReadOnlyList<ITool>> taken = new(StringComparer.Ordinal);

    /// <summary>In the order of the settings.</summary>
    public IEnumerable<ITool> Tools => options.Value.Servers.Where(server => server.IsGiven)
        .SelectMany(server => taken.TryGetValue(server.Name, out var tools) ? tools : []);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        options.Value.Servers.Where(server => server.IsGiven).Select(server => KeepAsync(server, stoppingToken)));

    private async Task KeepAsync(McpServerEntry server, CancellationToken ct)
    {
        var isAway = false;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var client = await McpConnection.OpenAsync(server, options.Value, ct);
                var link = new McpLink(client, time);
                do
                {
                    taken[server.Name] = await TakeAsync(link, server, ct);
                    isAway = false;
                }
                while (await link.LastsAsync(TimeSpan.FromSeconds(options.Value.ServerRefreshSeconds), ct));
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // Whatever a foreign server did: it is asked again, and told of once.
                if (!isAway)
                {
                    logger.McpServerAway(server.Name, failure.GetType().Name);
                }

                isAway = true;
            }

            taken.TryRemove(server.Name, out _);
            await Task.Delay(TimeSpan.FromSeconds(options.Value.ServerRetrySeconds), time, ct);
        }
    }

    private async Task<IReadOnlyList<ITool>> TakeAsync(McpLink link, McpServerEntry server, CancellationToken ct)
    {
        var listed = await ListAsync(link.Client, ct);
        List<ITool> tools = [];
        foreach (var wanted in server.Tools.Where(tool => tool.Name.Length > 0))
        {
            var found = listed.FirstOrDefault(tool => tool.Name == wanted.Name);
            var (tool, fault) = found is null ? (null, "the server does not have it") : McpTool.Take(link, server, wanted, found);
            if (tool is not null && tools.All(other => other.Declaration.Name != tool.Declaration.Name))
            {
                tools.Add(tool);
            }
            else
            {
                logger.McpToolLeftOut(server.Name, wanted.Name, fault ?? "another one has its name");
            }
        }

        if (!taken.TryGetValue(server.Name, out var before) || before.Count != tools.Count)
        {
            logger.McpServerListed(server.Name, tools.Count, listed.Count);
        }

        return tools;
    }

    // Page by page, because a server could go on for ever.
    private async Task<List<Tool>> ListAsync(McpClient client, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(McpConnection.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        List<Tool> listed = [];
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, either.Token);
            listed.AddRange(answer.Tools);
            cursor = answer.NextCursor;
            if (string.IsNullOrEmpty(cursor))
            {
                break;
            }
        }

        return listed;
    }
}
