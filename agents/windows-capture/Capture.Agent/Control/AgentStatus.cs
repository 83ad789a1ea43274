using System.Text.Json.Serialization;
using WeChatPlatform.Capture.Agent.Window;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>How the agent is, for the person at this PC. No names of chats or people, and nothing that was said.</summary>
/// <remarks>
/// <paramref name="State"/> is working, held, not_connected or window_unavailable. <paramref name="Advice"/>, <paramref name="HeldAdvice"/>
/// and <paramref name="ServerAdvice"/> are for the operator, Chinese first; absent when there is nothing to do. Counts are of this process.
/// </remarks>
internal sealed record AgentStatus(
    string AgentId,
    string State,
    string Desktop,
    string? Advice,
    string? HeldReason,
    string? HeldAdvice,
    DateTimeOffset? StoppedSince,
    bool Connected,
    string? ServerAdvice,
    int QueuedMessages,
    int? OldestQueuedSeconds,
    int OpenDecisions,
    int RefusedMessages,
    int OpenGaps,
    long MessagesCaptured,
    long PartsVerified,
    long PartsNotSent,
    long PartsUnknown,
    DateTimeOffset? LastVerifiedSendAt,
    string? ClientVersion,
    string? Profile,
    string AgentVersion,
    DateTimeOffset StartedAt,
    IReadOnlyList<RecentError> Errors);

/// <summary>A warning or error of the log, as often as it came in a row.</summary>
internal sealed record RecentError(DateTimeOffset At, int Event, string Level, string Message, int Times);

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentStatus))]
[JsonSerializable(typeof(ControlFile))]
[JsonSerializable(typeof(CheckOutcome))]
internal sealed partial class ControlJson : JsonSerializerContext;
