using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeChatPlatform.Message.Agents;

/// <summary>
/// What a heartbeat says of its agent beyond that it lives; what it leaves out, or says in a way that is not understood, is
/// absent. Any body is a sign of life.
/// </summary>
internal sealed record HeartbeatReport
{
    public const int Most = 1_000_000;

    private const int LongestReason = 50;

    public int? QueuedMessages { get; init; }

    /// <summary>The lease that the agent works under.</summary>
    public long? Lease { get; init; }

    public int? Gaps { get; init; }

    public int? JournalSetAside { get; init; }

    public int? ExcludedChats { get; init; }

    /// <summary>Why it types nothing; absent when nothing holds it.</summary>
    public string? HeldReason { get; init; }

    public static async Task<HeartbeatReport> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
        {
            return new HeartbeatReport();
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: ct);
            return Of(body.RootElement);
        }
        catch (JsonException)
        {
            return new HeartbeatReport();
        }
    }

    internal static HeartbeatReport Of(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object
            ? new HeartbeatReport
            {
                QueuedMessages = Count(status, "queued_messages"),
                Lease = status.TryGetProperty("lease", out var lease) && lease.ValueKind == JsonValueKind.Number
                    && lease.TryGetInt64(out var number) ? number : null,
                Gaps = Count(status, "gaps"),
                JournalSetAside = Count(status, "journal_set_aside"),
                ExcludedChats = Count(status, "excluded_chats"),
                HeldReason = status.TryGetProperty("held_reason", out var held) && held.ValueKind == JsonValueKind.String
                    && held.GetString() is { Length: > 0 and <= LongestReason } reason && !reason.Contains('\0', StringComparison.Ordinal) ? reason : null,
            }
            : new HeartbeatReport();

    private static int? Count(JsonElement status, string name) =>
        status.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var count) && count is >= 0 and <= Most
            ? count
            : null;
}
