using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Replies;

/// <summary>What came back for a turn: a worded answer, or the reason why there is none.</summary>
internal sealed record Answer(string? Text, double Confidence, IReadOnlyList<string> EvidenceIds, string? MissingReason)
{
    /// <summary>Whether something in it has no evidence: then no machine sends it.</summary>
    public bool ForPerson { get; init; }

    /// <summary>A text without a visible character is no answer: nothing could be typed, and the turn would never settle.</summary>
    public static Answer Written(ReplyGenerated reply) => string.IsNullOrWhiteSpace(reply.Text)
        ? Missing("empty_answer")
        : new Answer(reply.Text, reply.Confidence, reply.EvidenceIds, null) { ForPerson = reply.ForPerson };

    public static Answer Missing(string reason) => new(null, 0, [], reason);
}
