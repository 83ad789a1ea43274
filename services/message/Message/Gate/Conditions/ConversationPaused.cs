using WeChatPlatform.Message.Conversations;

namespace WeChatPlatform.Message.Gate.Conditions;

/// <summary>A person speaks: the conversation was paused, or somebody of ours typed in its chat.</summary>
internal sealed class ConversationPaused : IGateCondition
{
    public string Reason => ChatPauses.Reason;

    public string Verdict => GateVerdict.Refuse;

    public ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct) => ValueTask.FromResult(asked.Paused);
}
