using WeChatPlatform.Ai.Prompts.Fencing;
using WeChatPlatform.Ai.Prompts.Leaks;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>The prompt and the persona that hold for a question, read and ready.</summary>
internal sealed class PromptInForce
{
    private PromptInForce(PromptTemplate prompt, PromptTemplate persona, string version)
    {
        (Prompt, Persona, Version) = (prompt, persona, version);
        Trace = LeakTrace.Of([.. prompt.Confidential, BuiltInPrompt.Always, new DataFence("").Rule()], persona.Confidential);
    }

    public static PromptInForce BuiltIn { get; } = new(
        PromptTemplate.Parse(BuiltInPrompt.Prompt), PromptTemplate.Parse(BuiltInPrompt.Persona), BuiltInPrompt.Version);

    public PromptTemplate Prompt { get; }

    public PromptTemplate Persona { get; }

    /// <summary>Names the texts that the instructions were made of: prompt-12+persona-3+builtin-1.</summary>
    public string Version { get; }

    public LeakTrace Trace { get; }

    /// <summary>Absent parts are the built-in ones. A name is that of a version, as decisions tell it.</summary>
    public static PromptInForce Of((PromptTemplate Template, string Name)? prompt, (PromptTemplate Template, string Name)? persona) =>
        prompt is null && persona is null
            ? BuiltIn
            : new PromptInForce(
                prompt?.Template ?? BuiltIn.Prompt,
                persona?.Template ?? BuiltIn.Persona,
                string.Join('+', ((string?[])[prompt?.Name, persona?.Name, BuiltInPrompt.Version]).OfType<string>()));
}
