using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.ContainerServers.Tests;

/// <summary>
/// A daemon without containers: it answers on a unix socket as the Docker Engine API's documentation says, and keeps what it
/// was asked. That the real one answers alike is what <see cref="RealDockerTests"/> shows.
/// </summary>
internal sealed class StubDocker : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder;
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> containers = new(StringComparer.Ordinal);

    private StubDocker(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
    }

    public string Socket => Path.Combine(folder, "docker.sock");

    public string Host => $"unix://{Socket}";

    /// <summary>METHOD PATH?QUERY, in the order received.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<JsonNode> Created { get; } = new();

    public IReadOnlyCollection<string> Containers => [.. containers.Keys];

    /// <summary>Of images that are not pulled first.</summary>
    public HashSet<string> Images { get; } = new(StringComparer.Ordinal);

    /// <summary>What the progress report of a pull says; the image is there afterwards unless it speaks of an error.</summary>
    public string PullReport { get; set; } = """{"status":"Pulling from library"}""";

    /// <summary>Instead of a pull's progress report: the registry was not reached.</summary>
    public string? PullRefusal { get; set; }

    public int? ExitCode { get; set; }

    public string Output { get; set; } = "";

    /// <summary>The port that each published port is said to be.</summary>
    public int Published { get; set; } = 49153;

    /// <summary>Makes a container up for whoever lists a run that has none, once a run.</summary>
    public bool InventsContainers { get; set; }

    private HashSet<string> Invented { get; } = new(StringComparer.Ordinal);

    public static async Task<StubDocker> StartAsync()
    {
        var place = Directory.CreateTempSubdirectory("stub-docker-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Path.Combine(place, "docker.sock")));
        var daemon = builder.Build();
        var stub = new StubDocker(daemon, place);
        daemon.Run(stub.AnswerAsync);
        await daemon.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public void Add(string id, Dictionary<string, string> labels) => containers[id] = labels;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        Requests.Enqueue($"{request.Method} {request.Path}{request.QueryString}");
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        await ((request.Method, parts) switch
        {
            ("GET", ["containers", "json"]) => WriteAsync(context, 200, List(request.Query["filters"]!)),
            ("POST", ["containers", "create"]) => CreateAsync(context),
            ("POST", ["images", "create"]) => PullAsync(context),
            (_, ["containers", var id, ..]) when !containers.ContainsKey(id) =>
                RefuseAsync(context, 404, $"No such container: {id}"),
            ("POST", ["containers", _, "start"]) => WriteAsync(context, 204, null),
            ("GET", ["containers", _, "json"]) => WriteAsync(context, 200, Inspection()),
            ("GET", ["containers", _, "logs"]) => context.Response.Body.WriteAsync(Frame(Output)).AsTask(),
            ("DELETE", ["containers", var id]) => RemoveAsync(context, id),
            _ => RefuseAsync(context, 404, "page not found"),
        });
    }

    private async Task CreateAsync(HttpContext context)
    {
        var settings = (await context.Request.ReadFromJsonAsync<JsonNode>())!;
        var image = settings["Image"]!.GetValue<string>();
        if (!Images.Contains(image))
        {
            await RefuseAsync(context, 404, $"No such image: {image}");
            return;
        }

        Created.Enqueue(settings);
        var id = $"c{Created.Count}";
        Add(id, settings["Labels"].Deserialize<Dictionary<string, string>>()!);
        await WriteAsync(context, 201, new { Id = id, Warnings = Array.Empty<string>() });
    }

    private async Task PullAsync(HttpContext context)
    {
        if (PullRefusal is not null)
        {
            await RefuseAsync(context, 500, PullRefusal);
            return;
        }

        if (!PullReport.Contains("error", StringComparison.Ordinal))
        {
            Images.Add(context.Request.Query["fromImage"]!);
        }

        await context.Response.WriteAsync(PullReport);
    }

    private Task RemoveAsync(HttpContext context, string id)
    {
        containers.TryRemove(id, out _);
        return WriteAsync(context, 204, null);
    }

    private object List(string filters)
    {
        var label = JsonNode.Parse(filters)!["label"]![0]!.GetValue<string>().Split('=', 2);
        if (InventsContainers && label.Length == 2 && Invented.Add(label[1]))
        {
            Add("invented", new Dictionary<string, string>(StringComparer.Ordinal) { [label[0]] = label[1] });
        }

        return containers
            .Where(container => container.Value.TryGetValue(label[0], out var value) && (label.Length == 1 || value == label[1]))
            .Select(container => new { Id = container.Key, Labels = container.Value })
            .ToList();
    }

    private object Inspection() => new
    {
        State = new { Running = ExitCode is null, ExitCode = ExitCode ?? 0 },
        NetworkSettings = new
        {
            Ports = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["6379/tcp"] = ExitCode is null
                    ? new[] { new { HostIp = "127.0.0.1", HostPort = Published.ToString(CultureInfo.InvariantCulture) } }
                    : null,
                ["8125/udp"] = null,
            },
        },
    };

    private static byte[] Frame(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var frame = new byte[8 + payload.Length];
        frame[0] = 2;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }

    private static Task RefuseAsync(HttpContext context, int status, string message) =>
        WriteAsync(context, status, new Dictionary<string, string>(StringComparer.Ordinal) { ["message"] = message });

    private static async Task WriteAsync(HttpContext context, int status, object? body)
    {
        context.Response.StatusCode = status;
        if (body is not null)
        {
            await context.Response.WriteAsJsonAsync(body, JsonSerializerOptions.Default);
        }
    }
}
