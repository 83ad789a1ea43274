using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Ai.Prompts;

namespace WeChatPlatform.Ai.Replies;

/// <summary>A rule that an answer must keep whatever its evidence says.</summary>
internal interface IOutputRule
{
    IEnumerable<GuardFinding> Find(string text, AssembledPrompt prompt);
}
