using System.Security.Cryptography;
using System.Text.Json;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Caching;

/// <summary>A FAQ pair that a question means, whatever its words, and a fingerprint of what an answer from it depends on.</summary>
internal sealed record FaqMatch(string EvidenceId, string Facts)
{
    /// <summary>Score from which on, inclusive, a question and a pair mean the same.</summary>
    public const double LeastScore = 0.95;

    /// <summary>
    /// The pair of a command; absent when the best evidence is none, or when ERP facts, which are of this customer and this
    /// hour, may go into the answer.
    /// </summary>
    public static FaqMatch? Of(GenerateReply command) =>
        command.History.Count == 0
        && command.Evidence.All(piece => piece.Kind != "erp")
        && command.Evidence.MaxBy(piece => piece.Score) is { Kind: "faq", Score: >= LeastScore } best
            ? new FaqMatch(best.Id, Fingerprint(command, best))
            : null;

    // As JSON, so that no two lists are one string.
    private static string Fingerprint(GenerateReply command, Evidence best) => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(new[] { command.CustomerName, command.CustomerGrade, best.Id, best.Title, best.Text })));
}
