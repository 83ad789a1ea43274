using System.Text.Json.Serialization;

namespace WeChatPlatform.Capture.Server;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(ServerWire.Login))]
[JsonSerializable(typeof(ServerWire.LoginAnswer))]
[JsonSerializable(typeof(ServerWire.Accepted))]
[JsonSerializable(typeof(ServerWire.Gate))]
[JsonSerializable(typeof(ServerWire.Gap))]
[JsonSerializable(typeof(ServerWire.Post))]
[JsonSerializable(typeof(ServerWire.Heartbeat))]
[JsonSerializable(typeof(ServerWire.Error))]
[JsonSerializable(typeof(ServerWire.SelfCheck))]
[JsonSerializable(typeof(ServerWire.Problem))]
[JsonSerializable(typeof(ServerWire.Hello))]
[JsonSerializable(typeof(ServerWire.Delivery))]
[JsonSerializable(typeof(ServerWire.ServerFrame))]
internal sealed partial class ServerWireJson : JsonSerializerContext;

/// <summary>The words between agent and server; snake_case on the wire.</summary>
internal static class ServerWire
{
    internal sealed record Login(string AgentId, string ApiKey);

    internal sealed record LoginAnswer(string AccessToken, int ExpiresIn);

    internal sealed record Post(string AgentId, Message Message);

    internal sealed record Message(
        string Id,
        string ChatId,
        string Sender,
        string Content,
        string Type,
        DateTimeOffset Timestamp,
        bool IsGroup,
        bool IsAtMe,
        string ChatName,
        string Side,
        string SideSource,
        double SideConfidence,
        double SenderConfidence,
        long AgeMs,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Quoted,
        bool Attachment,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Edge? EdgeDecision);

    /// <summary>The answer to a message; the id is the server's own.</summary>
    internal sealed record Accepted(string? MessageId);

    internal sealed record Heartbeat(string AgentId, Status Status, DateTimeOffset Timestamp);

    internal sealed record Status(
        string Desktop,
        int QueuedMessages,
        int RefusedMessages,
        long Gaps,
        int OpenDecisions,
        long MessagesCaptured,
        long PartsVerified,
        long PartsNotSent,
        long PartsUnknown,
        long? Lease,
        int JournalSetAside,
        string? HeldReason,
        int OpenGaps,
        int ExcludedChats)
    {
        public int AmbiguousChats { get; init; }

        /// <summary>The desktop is ok.</summary>
        public bool WxOnline { get; init; }

        /// <summary>Messages captured and parts seen sent, since the start of the process.</summary>
        public long MessagesProcessed { get; init; }

        /// <summary>Age of the oldest message that waits for the server; absent when none does.</summary>
        public long? OldestUndeliveredSeconds { get; init; }

        public DateTimeOffset? LastVerifiedSendAt { get; init; }

        public string? ClientVersion { get; init; }

        public string? Profile { get; init; }

        public required string AgentVersion { get; init; }

        public required string Os { get; init; }

        /// <summary>Of the PC, as memory and disk: 0 to 100; absent where it cannot be measured.</summary>
        public double? CpuPercent { get; init; }

        public double? MemoryPercent { get; init; }

        public double? DiskPercent { get; init; }

        /// <summary>Of one core.</summary>
        public double? AgentCpuPercent { get; init; }

        public long AgentMemoryMb { get; init; }
    }

    internal sealed record Error(
        string AgentId,
        string ErrorId,
        string Code,
        string Message,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
        DateTimeOffset At);

    internal sealed record SelfCheck(
        string ClientVersion,
        string? Profile,
        string AgentVersion,
        bool Passed,
        bool SendTested,
        IReadOnlyList<Selector> Selectors,
        DateTimeOffset At);

    internal sealed record Selector(string Name, bool Found);

    internal sealed record Problem(string? Title);

    internal sealed record Hello(
        string Type,
        string LedgerId,
        string InstanceId,
        string? PreviousInstanceId,
        IReadOnlyList<string> Open,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientVersion);

    internal sealed record Delivery(
        string Type,
        string DecisionId,
        int Part,
        string Outcome,
        string? Reason,
        DateTimeOffset At,
        string? Traceparent,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Observed,
        Steps Steps);

    internal sealed record Steps(
        DateTimeOffset? RecipientVerifiedAt, DateTimeOffset? TypedAt, DateTimeOffset? EnteredAt, DateTimeOffset? ReadBackAt);

    /// <remarks>
    /// <paramref name="Step"/> is open or enter; the times are absent for open. <paramref name="Held"/> is what the part waits for
    /// at the agent.
    /// </remarks>
    internal sealed record Gate(
        string Type,
        string DecisionId,
        int Part,
        string Step,
        long Lease,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? RecipientVerifiedAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? TypedAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientVersion,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Held);

    internal sealed record Gap(
        string Type,
        string GapId,
        string ChatId,
        string ChatName,
        bool IsGroup,
        string Reason,
        int Missing,
        DateTimeOffset At);

    /// <summary>Any frame of the server; what it needs depends on its type.</summary>
    internal sealed record ServerFrame(
        string? Type,
        string? DecisionId = null,
        string? ChatId = null,
        string? ChatName = null,
        bool IsGroup = false,
        IReadOnlyList<string>? Parts = null,
        int Part = 0,
        string? Traceparent = null,
        long? Lease = null,
        string? Step = null,
        string? Verdict = null,
        string? Reason = null,
        int? AskAgainSeconds = null,
        string? GapId = null,
        long? Version = null,
        IReadOnlyList<Greeting?>? Entries = null);

    internal sealed record Greeting(IReadOnlyList<string?>? Match, string? Reply);

    /// <summary>The answer that the agent gave a message by itself.</summary>
    internal sealed record Edge(string DecisionId, long TableVersion, string Match, IReadOnlyList<string> Parts, string LedgerId);
}
