using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatPlatform.ContainerServers.Docker;

/// <summary>
/// The few calls of the Docker Engine API that test servers need, in the version that the daemon speaks by itself: what is
/// used here is the same in all of them since 1.24.
/// </summary>
internal sealed class DockerEngine(string socket, TimeProvider time) : IDisposable
{
    // Removing waits for the container's processes to be gone.
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PullPatience = TimeSpan.FromMinutes(10);

    // Docker's names are as C# writes them; the web defaults would make them lower case.
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Default;

    private readonly HttpClient http = DockerSocket.Connect(socket);

    /// <returns>The container's id.</returns>
    /// <exception cref="DockerRefusedException">With status 404: the image is not here.</exception>
    public async Task<string> CreateAsync(ContainerSettings settings, CancellationToken ct)
    {
        var request = new
        {
            settings.Image,
            Env = settings.Variables.Select(pair => $"{pair.Key}={pair.Value}").ToArray(),
            Cmd = settings.Command.Count == 0 ? null : settings.Command,
            settings.Labels,
            ExposedPorts = settings.Ports.ToDictionary(port => $"{port}/tcp", _ => new { }),
            HostConfig = new
            {
                PortBindings = settings.Ports.ToDictionary(
                    port => $"{port}/tcp", _ => new[] { new { HostIp = "127.0.0.1", HostPort = "" } }),
            },
        };
        using var answer = await SendAsync(HttpMethod.Post, "/containers/create", request, CallPatience, ct);
        return (await JsonAsync(answer, ct))["Id"]!.GetValue<string>();
    }

    public async Task StartAsync(string id, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/containers/{id}/start", null, CallPatience, ct);
    }

    public async Task<ContainerStatus> InspectAsync(string id, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/containers/{id}/json", null, CallPatience, ct);
        var container = await JsonAsync(answer, ct);
        var state = container["State"]!;
        return new ContainerStatus(
            state["Running"]!.GetValue<bool>(),
            state["ExitCode"]!.GetValue<int>(),
            Ports(container["NetworkSettings"]?["Ports"] as JsonObject));
    }

    /// <summary>The last lines that the container wrote.</summary>
    public async Task<string> ReadLogAsync(string id, int lines, CancellationToken ct)
    {
        using var answer = await SendAsync(
            HttpMethod.Get, $"/containers/{id}/logs?stdout=true&stderr=true&tail={lines}", null, CallPatience, ct);
        return DockerLog.Read(await answer.Content.ReadAsByteArrayAsync(ct));
    }

    /// <summary>Kills the container and removes it with its anonymous volumes. One that is gone, or is being removed, is fine.</summary>
    public async Task RemoveAsync(string id, CancellationToken ct)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Delete, $"/containers/{id}?force=true&v=true", null, CallPatience, ct);
        }
        catch (DockerRefusedException refusal) when (refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Somebody else clears the same run away.
        }
    }

    /// <param name="label">NAME, or NAME=VALUE.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Containers with the label, those that have ended too.</returns>
    public async Task<IReadOnlyList<ListedContainer>> ListAsync(string label, CancellationToken ct)
    {
        var filters = JsonSerializer.Serialize(new { label = new[] { label } }, Json);
        using var answer = await SendAsync(
            HttpMethod.Get, $"/containers/json?all=true&filters={Uri.EscapeDataString(filters)}", null, CallPatience, ct);
        return await answer.Content.ReadFromJsonAsync<List<ListedContainer>>(Json, ct) ?? [];
    }

    /// <summary>Fetches an image from its registry, without credentials.</summary>
    /// <exception cref="DockerRefusedException">It cannot be had.</exception>
    public async Task PullAsync(string image, CancellationToken ct)
    {
        using var answer = await SendAsync(
            HttpMethod.Post, $"/images/create?fromImage={Uri.EscapeDataString(image)}", null, PullPatience, ct);

        // The status is 200 as soon as the registry answers; what fails later is a line of the progress report.
        foreach (var line in (await answer.Content.ReadAsStringAsync(ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (JsonNode.Parse(line)?["error"] is { } error)
            {
                throw new DockerRefusedException(answer.StatusCode, error.GetValue<string>());
            }
        }
    }

    public void Dispose() => http.Dispose();

    private static Dictionary<int, int> Ports(JsonObject? ports) =>
        (ports ?? []).Where(port => port.Key.EndsWith("/tcp", StringComparison.Ordinal) && port.Value is JsonArray { Count: > 0 })
            .ToDictionary(
                port => int.Parse(port.Key.Split('/')[0], System.Globalization.CultureInfo.InvariantCulture),
                port => int.Parse(port.Value![0]!["HostPort"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer, CancellationToken ct) =>
        await answer.Content.ReadFromJsonAsync<JsonNode>(Json, ct)
        ?? throw new DockerRefusedException(answer.StatusCode, "Docker answered with an empty document.");

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body, TimeSpan within, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            // Buffered: the daemon wants a length.
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json));
            request.Content.Headers.ContentType = new("application/json");
        }

        using var limit = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, either.Token);
        }
        catch (HttpRequestException failure)
        {
            throw DockerSocket.Translate(socket, failure);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw DockerSocket.Silent(socket, within);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw new DockerRefusedException(answer.StatusCode, await MessageAsync(answer, ct));
        }
    }

    // Errors are documented as {"message": "..."}; a proxy in between may answer anything.
    private static async Task<string> MessageAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        try
        {
            return JsonNode.Parse(text)?["message"]?.GetValue<string>() ?? text;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return text;
        }
    }
}
