using System.Security.Cryptography;
using System.Text.Json;
using WeChatPlatform.Ai.Prompts.Fencing;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>
/// What an answer was worded under. The instructions are taken as a model reads them, so whatever is filled into them is in it,
/// settings, the day and the customer's mood too; only the boundary is not, which is another for each prompt. Beside them stands what
/// decides how much of question and evidence is told.
/// </summary>
internal static class PromptFingerprint
{
    public static string Of(string version, string instructions, DataFence fence, AiOptions answers, PromptOptions options) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes((object[])
        [
            version, instructions.Replace(fence.Boundary, "", StringComparison.Ordinal),
            answers.MaxEvidence, answers.MaxEvidenceCharacters,
            options.MaxTokens, options.QuestionTokens, options.EvidenceTokens, options.ErpTokens,
        ])));
}
