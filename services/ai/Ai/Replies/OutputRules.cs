using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Ai.Honesty;
using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Ai.Prompts.Leaks;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Ai.Replies;

/// <summary>Nothing of the prompt gets out.</summary>
internal sealed class NoLeak : IOutputRule
{
    public IEnumerable<GuardFinding> Find(string text, AssembledPrompt prompt) => PromptLeak.Find(text, prompt);
}

/// <summary>A mark that stands where personal data was taken out tells a customer nothing.</summary>
internal sealed class NoMark : IOutputRule
{
    public IEnumerable<GuardFinding> Find(string text, AssembledPrompt prompt) =>
        PersonalData.HoldsMark(text) ? [new GuardFinding("masked_data", text, 0)] : [];
}

/// <summary>No answer denies being an AI.</summary>
internal sealed class NoDenial : IOutputRule
{
    public IEnumerable<GuardFinding> Find(string text, AssembledPrompt prompt) =>
        Disclosure.Denies(text) ? [new GuardFinding("denies_ai", text, 0)] : [];
}
