using Microsoft.Extensions.AI;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tools;

/// <summary>The functions that a model may ask for: on the allow-list, read-only unless a person allowed more.</summary>
internal interface IToolBox
{
    /// <summary>
    /// What is offered for a question; empty when nothing is. Asked once before each request to a model: after
    /// <see cref="ToolOptions.MaxRounds"/> of them nothing is offered any more, so that the model answers with what it has.
    /// </summary>
    ValueTask<IReadOnlyList<AITool>> OfferedAsync(ToolContext context, CancellationToken ct);

    /// <summary>
    /// Does what the model asked for, when it is offered and its arguments hold; otherwise says why not, as the model reads it. What it
    /// finds is evidence: the guard lets an answer rest on it. The result is text that others wrote: bounded here, to be fenced by whoever
    /// puts it into a prompt.
    /// </summary>
    Task<ToolOutcome> CallAsync(FunctionCallContent call, ToolContext context, CancellationToken ct);
}

/// <summary>For whom a function is called: never what the model says, always what the turn says. One for a turn.</summary>
internal sealed record ToolContext(Guid TurnId, Guid ConversationId, string AgentId, string? Contact, string Question)
{
    /// <summary>What the turn has used of its rounds and calls.</summary>
    public ToolUse Use { get; } = new();
}

/// <summary>
/// <paramref name="Result"/> goes back to the model. <paramref name="Name"/> is the function's, and <c>unknown</c> for a word of the model's
/// own. Refused: nothing was done.
/// </summary>
internal sealed record ToolOutcome(FunctionResultContent Result, IReadOnlyList<Evidence> Found, bool Refused, string Name);
