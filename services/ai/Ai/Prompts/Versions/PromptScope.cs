namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>What a version is for. Both parts empty: for every question of every account.</summary>
internal sealed record PromptScope(string Kind, string AgentId, string Intent)
{
    public const int LongestAgentId = 100;

    /// <summary>The words of understanding.</summary>
    public static readonly IReadOnlyList<string> Intents =
        ["consult", "price", "order", "logistics", "fault", "complaint", "refund", "greeting", "thanks", "other"];

    /// <summary>From the most particular to the most general: what is first published holds.</summary>
    public static IEnumerable<PromptScope> Of(string kind, string agentId, string intent) =>
        ((IEnumerable<PromptScope>)
        [
            new(kind, agentId, intent), new(kind, agentId, ""), new(kind, "", intent), new(kind, "", ""),
        ]).Distinct();

    /// <summary>What a request names; a fault in both languages when it names nothing that can be.</summary>
    public static (PromptScope? Scope, string? Fault) Read(string? kind, string? agentId, string? intent)
    {
        if (kind is not (PromptVersion.Prompt or PromptVersion.Persona))
        {
            return (null, "kind 为 prompt 或 persona / kind is prompt or persona");
        }

        if (agentId?.Length > LongestAgentId || agentId?.Contains('\0', StringComparison.Ordinal) == true)
        {
            return (null, $"agent_id 最多 {LongestAgentId} 个字符 / agent_id has at most {LongestAgentId} characters");
        }

        return string.IsNullOrEmpty(intent) || Intents.Contains(intent)
            ? (new PromptScope(kind, agentId ?? "", intent ?? ""), null)
            : (null, $"intent 为空或 {string.Join('、', Intents)} 之一 / intent is empty or one of these");
    }
}
