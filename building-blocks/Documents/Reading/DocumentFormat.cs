namespace WeChatPlatform.Documents;

/// <summary>What a file is, by its content.</summary>
internal enum DocumentFormat
{
    Text, Markdown, Html, Xml, Json, JsonLines, Csv, Tsv, Email,
    Pdf, Docx, Xlsx, Pptx, Odt, Ods, Odp, Doc, Xls, Ppt, Image,
}

internal static class DocumentFormatNames
{
    /// <summary>As callers see it in <see cref="ExtractedDocument.Format"/>.</summary>
    public static string Name(this DocumentFormat format) => format switch
    {
        DocumentFormat.Text => "txt",
        DocumentFormat.JsonLines => "jsonl",
        DocumentFormat.Email => "eml",
        _ => format.ToString().ToLowerInvariant(),
    };

    /// <summary>What a name's extension stands for; absent for one that says nothing.</summary>
    public static DocumentFormat? OfExtension(string extension) => extension switch
    {
        ".txt" or ".text" or ".log" or ".srt" => DocumentFormat.Text,
        ".md" or ".markdown" => DocumentFormat.Markdown,
        ".html" or ".htm" or ".xhtml" => DocumentFormat.Html,
        ".xml" => DocumentFormat.Xml,
        ".json" => DocumentFormat.Json,
        ".jsonl" or ".ndjson" => DocumentFormat.JsonLines,
        ".csv" => DocumentFormat.Csv,
        ".tsv" or ".tab" => DocumentFormat.Tsv,
        ".eml" => DocumentFormat.Email,
        ".pdf" => DocumentFormat.Pdf,
        ".docx" or ".docm" or ".dotx" => DocumentFormat.Docx,
        ".xlsx" or ".xlsm" or ".xltx" => DocumentFormat.Xlsx,
        ".pptx" or ".pptm" or ".ppsx" => DocumentFormat.Pptx,
        ".odt" or ".ott" => DocumentFormat.Odt,
        ".ods" => DocumentFormat.Ods,
        ".odp" => DocumentFormat.Odp,
        ".doc" or ".dot" or ".wps" => DocumentFormat.Doc,
        ".xls" or ".xlt" or ".et" => DocumentFormat.Xls,
        ".ppt" or ".pps" or ".dps" => DocumentFormat.Ppt,
        ".png" or ".jpg" or ".jpeg" or ".gif" or ".bmp" or ".tif" or ".tiff" or ".webp" => DocumentFormat.Image,
        _ => null,
    };

    /// <summary>Formats whose names people use for one another without being wrong.</summary>
    public static bool IsText(this DocumentFormat format) => format <= DocumentFormat.Email;
}
