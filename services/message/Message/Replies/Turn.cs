using MassTransit;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Replies;

/// <summary>
/// The row of the reply saga: the burst of inbound messages that one answer answers, and what is known for it so far. Its
/// row lock owns it; whoever holds it may take the conversation's lock, never the other way round.
/// </summary>
internal sealed class Turn : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public required string CurrentState { get; set; }

    public required Guid ConversationId { get; init; }

    public required string AgentId { get; init; }

    /// <summary>off, shadow, draft or auto: what the account's setting was when the turn began.</summary>
    public required string Autonomy { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The readable texts of the burst, one line each, once the window is closed.</summary>
    public string? Question { get; set; }

    /// <summary>The kinds of what came with them and cannot be read, with commas between them; absent when everything can.</summary>
    public string? Unreadable { get; set; }

    /// <summary>Who asks, by the name that WeChat shows; absent until the window is closed.</summary>
    public string? Contact { get; set; }

    /// <summary>Whether one of its messages may have been typed by a person of ours: then a person answers it.</summary>
    public bool HasUnknownSide { get; set; }

    public bool WindowClosed { get; set; }

    /// <summary>Whether it waits for what an image or a voice message says.</summary>
    public bool AwaitsReading { get; set; }

    /// <summary>Why no answer is worked out, a stable word; absent while one is.</summary>
    public string? Screened { get; set; }

    public bool CustomerKnown { get; set; }

    public string? CustomerName { get; set; }

    /// <summary>A stranger is gray.</summary>
    public string CustomerGrade { get; set; } = "gray";

    public bool KnowledgeKnown { get; set; }

    /// <summary>True from the start when the question asks for nothing the ERP knows.</summary>
    public bool FactsKnown { get; set; }

    public IReadOnlyList<Evidence> Evidence { get; set; } = [];

    /// <summary>The knowledge release that was searched; 0 until it is known.</summary>
    public long Release { get; set; }

    public Guid? DecisionId { get; set; }

    public bool IsPrepared => CustomerKnown && KnowledgeKnown && FactsKnown;
}

/// <summary>The merge window of a turn may have ended. A timer of the saga, and the wake-up of a queued turn.</summary>
internal sealed record CloseTurnWindow(Guid TurnId);

/// <summary>The turn before is decided: a queued turn's window begins to count.</summary>
internal sealed record OpenTurn(Guid TurnId);

/// <summary>What an image or a voice message of the turn says is known now, or that nobody can read it.</summary>
internal sealed record AttachmentKept(Guid TurnId);

/// <summary>What images and voice say did not come in time: go on without.</summary>
internal sealed record ReadingTimedOut(Guid TurnId);

/// <summary>Customer, knowledge or facts did not come in time: go on without.</summary>
internal sealed record PreparationTimedOut(Guid TurnId);

/// <summary>No answer came in time.</summary>
internal sealed record GenerationTimedOut(Guid TurnId);
