using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeChatPlatform.Message.Agents;

/// <summary>What a heartbeat says of its agent beyond that it lives. Any other body is a sign of life all the same.</summary>
internal sealed record HeartbeatReport(int? QueuedMessages)
{
    public const int Most = 1_000_000;

    public static async Task<HeartbeatReport> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
        {
            return new HeartbeatReport(QueuedMessages: null);
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: ct);
            return Of(body.RootElement);
        }
        catch (JsonException)
        {
            return new HeartbeatReport(QueuedMessages: null);
        }
    }

    internal static HeartbeatReport Of(JsonElement body) => new(
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object
        && status.TryGetProperty("queued_messages", out var queued) && queued.ValueKind == JsonValueKind.Number
        && queued.TryGetInt32(out var count) && count is >= 0 and <= Most
            ? count
            : null);
}
