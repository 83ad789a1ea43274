using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.ErpSync;

/// <summary>Where the mirror is filled from and how much of it one answer tells.</summary>
public sealed class ErpSyncOptions
{
    public const string Section = "ErpSync";

    /// <summary>
    /// Folder with orders.csv and products.csv, loaded at start when their content changed. Empty loads nothing.
    /// </summary>
    public string ImportFolder { get; set; } = "";

    /// <summary>Largest file that is taken, in bytes.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int MaxImportBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>How many of their orders a contact is told who names none.</summary>
    [Range(1, 10)]
    public int LatestOrders { get; set; } = 3;

    /// <summary>Most products that one question is answered about.</summary>
    [Range(1, 20)]
    public int MaxProducts { get; set; } = 5;

    /// <summary>Hours ahead of UTC in which times are told to customers. China has one time and no summer time.</summary>
    [Range(-12, 14)]
    public int UtcOffsetHours { get; set; } = 8;
}

[OptionsValidator]
internal sealed partial class ErpSyncOptionsValidator : IValidateOptions<ErpSyncOptions>;

/// <summary>A folder that is named but not there is a mistake to hear of at start, not an empty mirror.</summary>
internal sealed class ImportFolderExists : IValidateOptions<ErpSyncOptions>
{
    public ValidateOptionsResult Validate(string? name, ErpSyncOptions options) =>
        options.ImportFolder.Length == 0 || Directory.Exists(options.ImportFolder)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"ErpSync:ImportFolder names '{options.ImportFolder}', which is not a folder.");
}
