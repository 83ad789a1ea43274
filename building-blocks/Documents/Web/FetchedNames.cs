namespace WeChatPlatform.Documents;

/// <summary>Names for what was fetched: the reader tells formats of text by them.</summary>
internal static class FetchedNames
{
    private const int LongestName = 100;

    private static readonly Dictionary<string, string> Extensions = new(StringComparer.Ordinal)
    {
        ["text/html"] = ".html", ["application/xhtml+xml"] = ".html", ["text/plain"] = ".txt", ["text/markdown"] = ".md", ["text/csv"] = ".csv",
        ["text/tab-separated-values"] = ".tsv", ["text/xml"] = ".xml", ["application/xml"] = ".xml", ["application/rss+xml"] = ".xml",
        ["application/atom+xml"] = ".xml", ["application/json"] = ".json", ["application/pdf"] = ".pdf", ["message/rfc822"] = ".eml",
        ["application/msword"] = ".doc", ["application/vnd.ms-excel"] = ".xls", ["application/vnd.ms-powerpoint"] = ".ppt",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = ".docx",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = ".xlsx",
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = ".pptx",
        ["application/vnd.oasis.opendocument.text"] = ".odt", ["application/vnd.oasis.opendocument.spreadsheet"] = ".ods",
        ["application/vnd.oasis.opendocument.presentation"] = ".odp",
        ["image/png"] = ".png", ["image/jpeg"] = ".jpg", ["image/gif"] = ".gif", ["image/bmp"] = ".bmp", ["image/tiff"] = ".tiff", ["image/webp"] = ".webp",
    };

    /// <summary>Absent for a type that is not read. What names no type (octet-stream) is named by its address.</summary>
    public static string? NameOf(Uri address, string? given, string type)
    {
        var last = given ?? Uri.UnescapeDataString(address.Segments[^1]).Trim('/');
        var name = new string([.. last.Where(character => !char.IsControl(character) && character is not ('/' or '\\' or ':')).Take(LongestName)]);
        name = name.Length == 0 ? address.IdnHost : name;
        if (Extensions.TryGetValue(type, out var extension))
        {
            return DocumentFormatNames.OfExtension(Path.GetExtension(name).ToLowerInvariant()) == DocumentFormatNames.OfExtension(extension) ? name : name + extension;
        }

        return type is "application/octet-stream" or "binary/octet-stream" && DocumentFormatNames.OfExtension(Path.GetExtension(name).ToLowerInvariant()) is not null
            ? name
            : null;
    }

    /// <summary>A type as a stranger wrote it, fit to be shown.</summary>
    public static string Shown(string type) => new([.. type.Where(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '-' or '+' or '.').Take(60)]);
}
