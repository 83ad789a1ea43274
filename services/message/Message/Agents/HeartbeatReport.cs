using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace WeChatPlatform.Message.Agents;

/// <summary>
/// What a heartbeat says of its agent beyond that it lives. Any body is a sign of life: what it leaves out, or says in a way
/// that is not understood, too long or out of range, is absent, member by member.
/// </summary>
internal sealed partial record HeartbeatReport
{
    public const int Most = 1_000_000;

    private const int LongestWord = 50;
    private const int LongestOs = 100;
    private const double MostCores = 1024;

    public int? QueuedMessages { get; init; }

    /// <summary>The lease that the agent works under.</summary>
    public long? Lease { get; init; }

    public int? Gaps { get; init; }

    public int? JournalSetAside { get; init; }

    public int? ExcludedChats { get; init; }

    /// <summary>Why it types nothing; absent when nothing holds it.</summary>
    public string? HeldReason { get; init; }

    /// <summary>How the window is, a stable word.</summary>
    public string? Desktop { get; init; }

    public bool? WxOnline { get; init; }

    public long? MessagesProcessed { get; init; }

    public long? OldestUndeliveredSeconds { get; init; }

    public DateTimeOffset? LastVerifiedSendAt { get; init; }

    public int? AmbiguousChats { get; init; }

    /// <summary>The WeChat client that it drives.</summary>
    public string? ClientVersion { get; init; }

    public string? Profile { get; init; }

    public string? AgentVersion { get; init; }

    public string? Os { get; init; }

    /// <summary>Of the PC, as memory and disk: 0 to 100.</summary>
    public double? CpuPercent { get; init; }

    public double? MemoryPercent { get; init; }

    public double? DiskPercent { get; init; }

    /// <summary>Of one core.</summary>
    public double? AgentCpuPercent { get; init; }

    public int? AgentMemoryMb { get; init; }

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
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // No JSON, or a name in it that is no text.
            return new HeartbeatReport();
        }
    }

    internal static HeartbeatReport Of(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object
            ? new HeartbeatReport
            {
                QueuedMessages = Count(status, "queued_messages"),
                Lease = Number(status, "lease", long.MaxValue),
                Gaps = Count(status, "gaps"),
                JournalSetAside = Count(status, "journal_set_aside"),
                ExcludedChats = Count(status, "excluded_chats"),
                HeldReason = Text(status, "held_reason", LongestWord),
                Desktop = Text(status, "desktop", LongestWord) is { } word && Word().IsMatch(word) ? word : null,
                WxOnline = Flag(status, "wx_online"),
                MessagesProcessed = Number(status, "messages_processed", long.MaxValue),
                OldestUndeliveredSeconds = Number(status, "oldest_undelivered_seconds", int.MaxValue),
                LastVerifiedSendAt = Time(status, "last_verified_send_at"),
                AmbiguousChats = Count(status, "ambiguous_chats"),
                ClientVersion = Text(status, "client_version", Fleet.ClientVersion.Longest) is { } version
                    && Fleet.ClientVersion.IsName(version) ? version : null,
                Profile = Text(status, "profile", LongestWord),
                AgentVersion = Text(status, "agent_version", LongestWord),
                Os = Text(status, "os", LongestOs),
                CpuPercent = Share(status, "cpu_percent", 100),
                MemoryPercent = Share(status, "memory_percent", 100),
                DiskPercent = Share(status, "disk_percent", 100),
                AgentCpuPercent = Share(status, "agent_cpu_percent", 100 * MostCores),
                AgentMemoryMb = Count(status, "agent_memory_mb"),
            }
            : new HeartbeatReport();

    private static int? Count(JsonElement status, string name) => (int?)Number(status, name, Most);

    private static long? Number(JsonElement status, string name, long most) =>
        status.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number) && number >= 0 && number <= most
            ? number
            : null;

    private static double? Share(JsonElement status, string name, double most) =>
        status.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var share) && share >= 0 && share <= most
            ? share
            : null;

    private static bool? Flag(JsonElement status, string name) =>
        status.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    private static DateTimeOffset? Time(JsonElement status, string name) => Readable(() =>
        status.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var at)
            ? at.ToUniversalTime()
            : (DateTimeOffset?)null);

    private static string? Text(JsonElement status, string name, int longest) => Readable(() =>
        status.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text && text.Length <= longest && !text.Any(char.IsControl)
            ? text
            : null);

    // Half a surrogate pair, or bytes that are no UTF-8, pass for JSON until somebody wants them as text.
    private static T? Readable<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*\\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Word();
}
