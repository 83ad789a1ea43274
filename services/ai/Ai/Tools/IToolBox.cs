using Microsoft.Extensions.AI;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tools;

/// <summary>The functions that a model may ask for: on the allow-list, read-only unless a person allowed more.</summary>
internal interface IToolBox
{
    /// <summary>What is offered for a question; empty when nothing is.</summary>
    ValueTask<IReadOnlyList<AITool>> OfferedAsync(ToolContext context, CancellationToken ct);

    /// <summary>
    /// Does what the model asked for, when it is offered and its arguments hold; otherwise says why not, as the model reads it. What it
    /// finds is evidence: the guard lets an answer rest on it.
    /// </summary>
    Task<ToolOutcome> CallAsync(FunctionCallContent call, ToolContext context, CancellationToken ct);
}

/// <summary>For whom a function is called: never what the model says, always what the turn says.</summary>
internal sealed record ToolContext(Guid TurnId, Guid ConversationId, string AgentId, string? Contact, string Question);

internal sealed record ToolOutcome(FunctionResultContent Result, IReadOnlyList<Evidence> Found, bool Refused, string Name);
