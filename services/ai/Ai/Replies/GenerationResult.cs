namespace WeChatPlatform.Ai.Replies;

/// <summary>What came of one command to word an answer: a reply, or the stable word of why there is none, and how it came to be.</summary>
internal sealed record GenerationResult(WrittenReply? Reply, string FailureReason, ReplyTrace Trace)
{
    /// <summary>Nothing that is known answers the question.</summary>
    public const string NoEvidence = "no_evidence";

    /// <summary>No model answered, and the knowledge alone does not either.</summary>
    public const string ProviderFailed = "provider_failed";

    /// <summary>The budget is spent, and the knowledge alone does not answer.</summary>
    public const string BudgetSpent = "budget_spent";

    public static GenerationResult Of(WrittenReply reply, ReplyTrace trace) => new(reply, "", trace);

    public static GenerationResult Failed(string reason, ReplyTrace trace) => new(Reply: null, reason, trace);
}

/// <summary>A worded answer. Provider and model are absent when no model worded it.</summary>
internal sealed record WrittenReply(
    string Text,
    double Confidence,
    string Source,
    string? Provider,
    string? Model,
    IReadOnlyList<string> EvidenceIds)
{
    public const string FromModel = "model";
    public const string FromTemplate = "template";
    public const string FromCache = "cache";
    public const string FromDisclosure = "disclosure";

    /// <summary>Whether it may only be a draft: something in it has no evidence, and a second try did not mend it.</summary>
    public bool ForPerson { get; init; }
}
