namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>What a text must keep to that people write into a prompt or a persona.</summary>
internal static class PromptText
{
    public const int Longest = 20_000;
    public const int MostLines = 500;
    public const int LongestNote = 500;

    /// <summary>Everything that is wrong, in both languages; empty when it can be stored.</summary>
    public static IEnumerable<string> Faults(string kind, string? text, string? note)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > Longest || text.Contains('\0', StringComparison.Ordinal))
        {
            yield return $"text 为 1 到 {Longest} 个字符 / text has 1 to {Longest} characters";
            yield break;
        }

        if (text.AsSpan().Count('\n') >= MostLines)
        {
            yield return $"text 最多 {MostLines} 行 / text has at most {MostLines} lines";
        }

        if (note?.Length > LongestNote || note?.Contains('\0', StringComparison.Ordinal) == true)
        {
            yield return $"note 最多 {LongestNote} 个字符 / note has at most {LongestNote} characters";
        }

        var known = kind == PromptVersion.Prompt ? PromptVariables.OfPrompt : PromptVariables.OfPersona;
        if (PromptTemplate.Parse(text).Unknown(known).ToList() is { Count: > 0 } unknown)
        {
            yield return $"没有这些变量 / no such variables: {string.Join(", ", unknown)}";
        }
    }

    /// <summary>Why a prompt cannot be published: it would take the room of the evidence. Absent when it fits.</summary>
    public static string? TooLong(PromptInForce inForce, AiOptions answers, PromptOptions options)
    {
        var (tokens, most) = (PromptAssembly.InstructionTokens(inForce, answers), options.MaxTokens - options.EvidenceTokens);
        return tokens <= most
            ? null
            : $"提示词与人设共约 {tokens} token，最多 {most}（Ai:Prompts:MaxTokens 减 EvidenceTokens）/ "
                + $"prompt and persona take about {tokens} tokens of at most {most} (Ai:Prompts:MaxTokens less EvidenceTokens)";
    }
}
