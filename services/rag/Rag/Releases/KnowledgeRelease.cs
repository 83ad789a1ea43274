namespace WeChatPlatform.Rag;

/// <summary>One state of the whole knowledge. The highest live number is in force; numbers of refused ones are not used again.</summary>
internal sealed class KnowledgeRelease
{
    /// <summary>Written to the indexes and being tried; nobody finds it yet.</summary>
    public const string Preparing = "preparing";

    public const string Live = "live";

    /// <summary>Taken back before anybody could find it.</summary>
    public const string Refused = "refused";

    public long Number { get; init; }

    public required string State { get; set; }

    /// <summary>How many entries it shows.</summary>
    public int Entries { get; init; }

    public int Added { get; init; }

    public int Retired { get; init; }

    public DateTimeOffset At { get; init; }

    public string By { get; init; } = "";

    public string? Note { get; init; }

    /// <summary>The release whose content this one brings back.</summary>
    public long? Restores { get; init; }

    /// <summary>When every probe and test question had passed; absent for releases from before there were any.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }

    public DateTimeOffset? LiveAt { get; set; }

    /// <summary>Searches that were tried: what is new found, what is retired not.</summary>
    public int Probes { get; set; }

    /// <summary>Test questions that were asked, and how many of them were answered as wanted.</summary>
    public int Questions { get; set; }

    public int QuestionsPassed { get; set; }

    /// <summary>Stable word of why it was refused: probe_failed, questions_dropped, interrupted, indexes_unavailable, too_slow.</summary>
    public string? Refusal { get; set; }

    /// <summary>Which probes or questions failed.</summary>
    public IReadOnlyList<ReleaseFault> Faults { get; set; } = [];

    /// <summary>What it showed is known, so that it can be brought back. Releases from before the versions were kept are not.</summary>
    public bool IsKept { get; init; } = true;
}

/// <summary>A probe or a test question that failed.</summary>
/// <remarks>
/// <paramref name="Code"/> is new_not_found, retired_found, question_dropped, or a refusal's word. <paramref name="Index"/> is keyword or vector.
/// <paramref name="Subject"/> is what the chunk is about, or the test question.
/// </remarks>
internal sealed record ReleaseFault(string Code, string? Index, Guid? ChunkId, Guid? DocumentId, string Subject);
