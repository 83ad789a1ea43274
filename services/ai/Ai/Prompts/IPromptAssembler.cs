using Microsoft.Extensions.AI;
using WeChatPlatform.Ai.Prompts.Leaks;
using WeChatPlatform.Ai.Understanding;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>Makes of a command what a model is told, within the budget of tokens that each part has.</summary>
internal interface IPromptAssembler
{
    ValueTask<AssembledPrompt> AssembleAsync(GenerateReply command, TextReading reading, CancellationToken ct);
}

/// <summary>
/// What a model is told. <paramref name="Given"/> is the evidence in the order of its numbers; <paramref name="Version"/> names the
/// prompt's published version; <paramref name="Cuts"/> is what had no room.
/// </summary>
internal sealed record AssembledPrompt(
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyList<Evidence> Given,
    string Version,
    IReadOnlyList<PromptCut> Cuts,
    int EstimatedTokens)
{
    /// <summary>What the data blocks of this prompt begin and end with; empty when it has none.</summary>
    public string Boundary { get; init; } = "";

    /// <summary>Names all that shaped these messages besides question, evidence and history: see <see cref="PromptFingerprint"/>.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>By what an answer that repeats the instructions is recognised.</summary>
    public LeakTrace Trace { get; init; } = LeakTrace.None;
}

/// <summary>What of a part (question, erp, evidence or history) was left out, in tokens as we estimate them.</summary>
internal sealed record PromptCut(string Part, int Tokens);
