using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WeChatPlatform.Ai.Caching;
using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Replies;

/// <summary>Which answers may be used again, and for what exactly they stand.</summary>
internal static class AnswerKeys
{
    /// <summary>Absent for a question that may mean something else the next time: it has lines before it.</summary>
    public static AnswerKey? Of(GenerateReply command, AssembledPrompt prompt) =>
        command.History.Count > 0
            ? null
            : new AnswerKey(command.AgentId, command.Question, prompt.Fingerprint, command.Release, Fingerprint(command))
            {
                Faq = FaqMatch.Of(command),
            };

    // Everything that an answer is made of besides question and prompt. As JSON, so that no two lists are one string.
    private static string Fingerprint(GenerateReply command) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize((object?[])
        [
            command.CustomerName,
            command.CustomerGrade,
            .. command.Evidence.Select(piece => (object?)$"{piece.Id}\n{piece.Title}\n{piece.Text}"),
        ]))));
}
