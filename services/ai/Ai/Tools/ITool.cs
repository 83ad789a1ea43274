using System.Text.Json;
using Microsoft.Extensions.AI;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tools;

/// <summary>One function: a look-up of our own (<see cref="ErpTool"/>) or one of an MCP server (<see cref="McpTool"/>).</summary>
internal interface ITool
{
    /// <summary>Name, description and arguments as models are told them.</summary>
    AIFunctionDeclaration Declaration { get; }

    /// <summary>Whether it tells of the contact who asks: without a contact it is not offered.</summary>
    bool NeedsContact { get; }

    /// <param name="arguments">They fit the declaration's schema.</param>
    /// <param name="context">For whom.</param>
    /// <param name="ct">Also ends when the time for one call is over.</param>
    Task<ToolAnswer> RunAsync(IReadOnlyDictionary<string, JsonElement> arguments, ToolContext context, CancellationToken ct);
}

/// <summary>What a function came to, not bounded yet.</summary>
/// <remarks>
/// <paramref name="Outcome"/> is found, not_found, unknown (nobody knows) or failed. <paramref name="NotKnown"/> names what belongs to the
/// question and was not told. <paramref name="IsEvidence"/>: an answer may rest on it.
/// </remarks>
internal sealed record ToolAnswer(
    string Outcome, IReadOnlyList<Evidence> Facts, IReadOnlyList<string> NotKnown, bool IsEvidence = true)
{
    public const string Found = "found";
    public const string NotFound = "not_found";
    public const string Unknown = "unknown";
    public const string Failed = "failed";

    public static ToolAnswer Failure { get; } = new(Failed, [], []);
}
