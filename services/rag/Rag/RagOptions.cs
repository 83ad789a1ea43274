using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag;

/// <summary>Where knowledge comes from and how it is cut.</summary>
public sealed class RagOptions
{
    public const string Section = "Rag";

    /// <summary>
    /// Folder of FAQ files (.jsonl, .csv) and documents (.md) that is loaded at every start: a changed file replaces its
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

    /// <summary>How long a replica remembers what a question found in the release in force, in hours.</summary>
    [Range(1, 24 * 30)]
    public int RetrievalCacheHours { get; set; } = 24;
}

[OptionsValidator]
internal sealed partial class RagOptionsValidator : IValidateOptions<RagOptions>;

/// <summary>A folder that is named but not there is a mistake to hear of at start, not an empty knowledge base.</summary>
internal sealed class KnowledgeFolderExists : IValidateOptions<RagOptions>
{
    public ValidateOptionsResult Validate(string? name, RagOptions options) =>
        options.KnowledgeFolder.Length == 0 || Directory.Exists(options.KnowledgeFolder)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Rag:KnowledgeFolder names '{options.KnowledgeFolder}', which is not a folder.");
}
