namespace WeChatPlatform.Ai;

/// <summary>What came of one command to word an answer: a reply, or the stable word of why there is none.</summary>
/// <remarks><paramref name="Calls"/> are the requests to a model that were made on the way, successful or not.</remarks>
internal sealed record GenerationResult(WrittenReply? Reply, string FailureReason, IReadOnlyList<ModelCall> Calls)
{
    public const string NoEvidence = "no_evidence";
    public const string ProviderFailed = "provider_failed";

    public static GenerationResult Of(WrittenReply reply, params IReadOnlyList<ModelCall> calls) => new(reply, "", calls);

    public static GenerationResult Failed(string reason, params IReadOnlyList<ModelCall> calls) => new(Reply: null, reason, calls);
}

/// <summary>A worded answer. Provider and model are absent for a template.</summary>
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
}
