namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>
/// One version of a prompt or a persona, for one account and one intent or for all. Published ones never change: what an answer was made
/// with can be read later. Database rules allow one draft and one published version at a time for what a version is for.
/// </summary>
internal sealed class PromptVersion
{
    public const string Prompt = "prompt";
    public const string Persona = "persona";

    public const string Draft = "draft";
    public const string Published = "published";
    public const string Retired = "retired";

    public required Guid Id { get; init; }

    /// <summary>Given by the database; with the kind it is the name that decisions tell: prompt-12.</summary>
    public long Number { get; init; }

    /// <summary>prompt or persona.</summary>
    public required string Kind { get; init; }

    /// <summary>The account that it is for; empty for all.</summary>
    public required string AgentId { get; init; }

    /// <summary>What the customer wants, as understanding words it; empty for everything.</summary>
    public required string Intent { get; init; }

    /// <summary>Counts from 1 among the versions that are for the same.</summary>
    public required int Version { get; init; }

    public required string State { get; set; }

    public required string Text { get; set; }

    /// <summary>Why it was changed, in the words of who did.</summary>
    public string? Note { get; set; }

    /// <summary>The number of the version that it was copied from, when somebody rolled back.</summary>
    public long? CopyOf { get; init; }

    /// <summary>Counts a draft's savings: of two who change it at the same time the second is told.</summary>
    public required int Revision { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    public string? PublishedBy { get; set; }

    public DateTimeOffset? RetiredAt { get; set; }

    public string Name => $"{Kind}-{Number}";
}
