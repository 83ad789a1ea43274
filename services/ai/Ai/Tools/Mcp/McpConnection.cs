using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace WeChatPlatform.Ai.Tools;

/// <summary>Opens the way to an MCP server: streamable HTTP, no redirects, no cookies, bounded answers, and nothing that it may ask of us.</summary>
internal static class McpConnection
{
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    /// <summary>How long a server may take to introduce itself.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    public static async Task<McpClient> OpenAsync(McpServerEntry server, ToolOptions options, CancellationToken ct)
    {
        var http = new HttpClient(new BoundedAnswers(options.MaxServerBytes)
        {
            InnerHandler = new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = Patience,
                PooledConnectionLifetime = ConnectionLife,
            },
        });
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(server.Url),
                TransportMode = HttpTransportMode.StreamableHttp,
                ConnectionTimeout = Patience,
                AdditionalHeaders = await HeadersAsync(server, ct),

                // It has nothing to tell us that we did not ask.
                EnableStandaloneGetStream = false,
                MaxReconnectionAttempts = 0,
            },
            http,

            // The library's own log holds what the server says.
            NullLoggerFactory.Instance,
            ownsHttpClient: true);
        try
        {
            // No sampling, no elicitation, no roots: a server that asks for them is refused.
            return await McpClient.CreateAsync(
                transport,
                new McpClientOptions
                {
                    ClientInfo = new Implementation { Name = "wechat-platform", Version = "1" },
                    InitializationTimeout = Patience,
                },
                NullLoggerFactory.Instance,
                ct);
        }
        catch
        {
            await transport.DisposeAsync();
            throw;
        }
    }

    private static async Task<Dictionary<string, string>> HeadersAsync(McpServerEntry server, CancellationToken ct)
    {
        var token = string.IsNullOrEmpty(server.TokenFile)
            ? server.Token
            : (await File.ReadAllTextAsync(server.TokenFile, ct)).Trim();
        return string.IsNullOrEmpty(token)
            ? []
            : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Authorization"] = $"Bearer {token}" };
    }
}
