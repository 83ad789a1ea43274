namespace WeChatPlatform.MessagingBenchmark;

// The turn: a customer's message, three questions to three consumers one after the other, a decision. Seven messages are
// handled, each in a transaction of its own; the eighth is the final event.

public sealed record TurnStarted(Guid TurnId, string Text);

public sealed record FirstAsked(Guid TurnId, string Text);

public sealed record FirstAnswered(Guid TurnId, string Answer);

public sealed record SecondAsked(Guid TurnId, string Text);

public sealed record SecondAnswered(Guid TurnId, string Answer);

public sealed record ThirdAsked(Guid TurnId, string Text);

public sealed record ThirdAnswered(Guid TurnId, string Answer);

public sealed record TurnFinished(Guid TurnId, string Answer);

/// <summary>What the messages say.</summary>
internal static class Texts
{
    /// <summary>Messages that one turn makes its readers handle.</summary>
    public const int HandledMessages = 7;

    /// <summary>Those of them that the saga handles.</summary>
    public const int SagaMessages = 4;

    /// <summary>As long as a customer's message with what a service says to it.</summary>
    public static readonly string Question = string.Concat(Enumerable.Repeat("多少钱一台，什么时候能发货？", 14));

    public static string Answer(string step) => $"{step}: {Question}";
}
