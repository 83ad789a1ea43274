using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag;

/// <summary>Where knowledge comes from and how it is cut.</summary>
public sealed class RagOptions
{
    public const string Section = "Rag";

    /// <summary>
    /// Folder of FAQ files and documents of any format that is read, followed from the start on: a changed file replaces its
    /// entries, a removed one retires them. Empty loads nothing.
    /// </summary>
    public string KnowledgeFolder { get; set; } = "";

    /// <summary>Largest file that is taken, in bytes.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int MaxImportBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Longest passage of a document, in characters.</summary>
    [Range(100, 4000)]
    public int ChunkSize { get; set; } = 500;

    /// <summary>Characters that a passage repeats of the one before it, so that a sentence on the border is found.</summary>
    [Range(0, 90)]
    public int ChunkOverlap { get; set; } = 50;

    /// <summary>How often a replica looks for a release that it was not told of, in seconds.</summary>
    [Range(1, 3600)]
    public int RefreshSeconds { get; set; } = 30;

    /// <summary>How often the knowledge folder is looked at for changes while the service runs, in seconds; 0: only at the start.</summary>
    [Range(0, 86400)]
    public int FolderScanSeconds { get; set; } = 60;

    /// <summary>The time zone by whose days knowledge is valid.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>Confidence from which evidence answers: a question that is met so well is not completed from the conversation.</summary>
    [Range(0.0, 1.0)]
    public double AnsweredFrom { get; set; } = 0.75;

    /// <summary>Confidence from which evidence is told at all: test questions that expect nothing fail from here on.</summary>
    [Range(0.0, 1.0)]
    public double ToldFrom { get; set; } = 0.55;

    /// <summary>How long a search may take, in milliseconds; an index or a model that is slower is left out, and the result says so.</summary>
    [Range(10, 10000)]
    public int SearchMilliseconds { get; set; } = 250;

    /// <summary>How many releases back an index is cleared of what they retired.</summary>
    [Range(2, 1000)]
    public int SweptReleases { get; set; } = 20;

    /// <summary>How long a release may take from its first entry to being in force, in seconds; one that takes longer is taken back.</summary>
    [Range(5, 3600)]
    public int PublishSeconds { get; set; } = 300;

    /// <summary>How long publishing waits for another release that is being made, in seconds.</summary>
    [Range(0, 600)]
    public int PublishWaitSeconds { get; set; } = 30;

    /// <summary>How many probes of a release are asked at the same time.</summary>
    [Range(1, 64)]
    public int ProbesAtOnce { get; set; } = 4;

    /// <summary>How many ingestion jobs a replica runs at the same time; 0: it runs none.</summary>
    [Range(0, 16)]
    public int JobsAtOnce { get; set; } = 1;

    /// <summary>How long one attempt of an ingestion job may take, in seconds: more than the recognition of images may.</summary>
    [Range(5, 7200)]
    public int JobSeconds { get; set; } = 900;

    /// <summary>Who asks over WeChat: a document that is for certain audiences answers turns only when this is one of them.</summary>
    [Required]
    [StringLength(100)]
    public string Audience { get; set; } = "customer";

    /// <summary>The company's own phones, mailboxes and addresses, which stay in what is ingested and in what is learned.</summary>
    public IList<string> OwnContacts { get; set; } = [];

    /// <summary>
    /// Words of the company's trade that mean the same, a group each, parted by |: 充电桩|电桩|wallbox. The general ones of customer service
    /// are built in; where a word is in both, this group holds.
    /// </summary>
    public IList<string> Synonyms { get; set; } = [];

    /// <summary>Whether personal data is taken out of the files of the knowledge folder, as it is out of what is sent.</summary>
    public bool FolderRedacts { get; set; } = true;

    /// <summary>How often an ingestion job is begun before it has failed. A file that cannot be read fails at once.</summary>
    [Range(1, 10)]
    public int JobAttempts { get; set; } = 3;

    /// <summary>How long jobs that are over are kept, in days.</summary>
    [Range(1, 365)]
    public int JobDays { get; set; } = 30;

    /// <summary>How long a replica remembers what a question found in the release in force, in hours.</summary>
    [Range(1, 24 * 30)]
    public int RetrievalCacheHours { get; set; } = 24;
}

/// <summary>Groups of words as settings write them.</summary>
internal sealed class SynonymsAreGroups : IValidateOptions<RagOptions>
{
    private const int MostGroups = 2000;
    private const int LongestWord = 50;

    /// <summary>The words of a group.</summary>
    public static string[] WordsOf(string group) => group.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public ValidateOptionsResult Validate(string? name, RagOptions options)
    {
        if (options.Synonyms.Count > MostGroups)
        {
            return ValidateOptionsResult.Fail($"Rag:Synonyms has {options.Synonyms.Count} groups; at most {MostGroups} are taken.");
        }

        return options.Synonyms.FirstOrDefault(group => WordsOf(group) is not [_, _, ..] words || words.Any(word => word.Length > LongestWord)) is { } bad
            ? ValidateOptionsResult.Fail($"Rag:Synonyms has '{bad}': a group is two words or more, parted by |, each at most {LongestWord} characters.")
            : ValidateOptionsResult.Success;
    }
}

[OptionsValidator]
internal sealed partial class RagOptionsValidator : IValidateOptions<RagOptions>;

internal sealed class TimeZoneIsKnown : IValidateOptions<RagOptions>
{
    public ValidateOptionsResult Validate(string? name, RagOptions options) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Rag:TimeZone '{options.TimeZone}' is no time zone: use a name such as Asia/Shanghai.");
}

/// <summary>A folder that is named but not there is a mistake to hear of at start, not an empty knowledge base.</summary>
internal sealed class KnowledgeFolderExists : IValidateOptions<RagOptions>
{
    public ValidateOptionsResult Validate(string? name, RagOptions options) =>
        options.KnowledgeFolder.Length == 0 || Directory.Exists(options.KnowledgeFolder)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Rag:KnowledgeFolder names '{options.KnowledgeFolder}', which is not a folder.");
}
