using System.Diagnostics;

namespace WeChatPlatform.Testing;

/// <summary>One message of a customer on its way to its decision. Times are of one clock, <see cref="Stopwatch"/>.</summary>
public sealed class Question
{
    public required string Id { get; init; }

    public required string ChatId { get; init; }

    public required string Text { get; init; }

    /// <summary>When the customer wrote it.</summary>
    public required long AskedAt { get; init; }

    /// <summary>When the platform said that it has it; 0 before.</summary>
    public long AcceptedAt { get; set; }

    /// <summary>When its agent was handed a decision; 0 before.</summary>
    public long DecidedAt { get; set; }

    /// <summary>Every decision that its agent was handed for it: one, if all is well.</summary>
    public HashSet<Guid> Decisions { get; } = [];

    /// <summary>How often it was handed in before the platform took it.</summary>
    public int Tries { get; set; }

    /// <summary>What the customer waited.</summary>
    public TimeSpan FromAsked => Stopwatch.GetElapsedTime(AskedAt, DecidedAt);

    /// <summary>What the platform took once it had the message. Zero when the decision was faster than the answer to the request.</summary>
    public TimeSpan FromAccepted => AcceptedAt < DecidedAt ? Stopwatch.GetElapsedTime(AcceptedAt, DecidedAt) : TimeSpan.Zero;
}
