using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Ai.Honesty;
using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Ai.Prompts.Leaks;

namespace WeChatPlatform.Ai.Replies;

/// <summary>Nothing of the prompt gets out.</summary>
internal sealed class NoLeak : IOutputRule
{
    public IEnumerable<GuardFinding> Find(string text, AssembledPrompt prompt) => PromptLeak.Find(text, prompt);
}

/// <summary>No answer denies being an AI.</summary>
internal sealed class NoDenial : IOutputRule
{
    public IEnumerable<GuardFinding> Find(string text, AssembledPrompt prompt) =>
        Disclosure.Denies(text) ? [new GuardFinding("denies_ai", text, 0)] : [];
}
