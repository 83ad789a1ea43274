using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Replies;

/// <summary>What came back for a turn: a worded answer, or the reason why there is none.</summary>
internal sealed record Answer(string? Text, double Confidence, IReadOnlyList<string> EvidenceIds, string? MissingReason)
{
    public static Answer Written(ReplyGenerated reply) => new(reply.Text, reply.Confidence, reply.EvidenceIds, null);

    public static Answer Missing(string reason) => new(null, 0, [], reason);
}
