using System.Text.Json;

namespace WeChatPlatform.Documents;

/// <summary>Tells a file's format by what is in it. Its name decides only between formats of text that look alike.</summary>
internal static class FormatDetection
{
    public static DocumentFormat Detect(ReadingJob job)
    {
        var named = DocumentFormatNames.OfExtension(job.Extension);
        var content = job.Content.AsSpan();
        var found = ByMark(job, content) ?? ByText(job, named);
        if (named is { } said && said != found && !(said.IsText() && found.IsText()))
        {
            job.Blocks.Warn(
                Unreadable.Mislabelled,
                $"文件名称说是 {said.Name()}，内容是 {found.Name()}，已按内容读取 / The name says {said.Name()}, the content is {found.Name()}; it was read as what it is.");
        }

        return found;
    }

    private static DocumentFormat? ByMark(ReadingJob job, ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("PK\u0003\u0004"u8) || content.StartsWith("PK\u0005\u0006"u8))
        {
            return InArchive(job);
        }

        if (content.StartsWith(CompoundFile.Mark))
        {
            return InCompoundFile(job);
        }

        if (content[..Math.Min(1024, content.Length)].IndexOf("%PDF-"u8) >= 0)
        {
            return DocumentFormat.Pdf;
        }

        if (IsImage(content))
        {
            return DocumentFormat.Image;
        }

        return OtherName(content) is { } other ? throw Unreadable.BecauseUnsupported(other) : null;
    }

    private static bool IsImage(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) || content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8)
        || content.StartsWith("II*\0"u8) || content.StartsWith("MM\0*"u8)
        || (content.StartsWith("BM"u8) && content.Length > 30 && content[6..10].IndexOfAnyExcept((byte)0) < 0)
        || (content.StartsWith("RIFF"u8) && content.Length > 12 && content[8..12].SequenceEqual("WEBP"u8));

    private static string? OtherName(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "gzip"
        : content.StartsWith("Rar!"u8) ? "rar"
        : content.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF]) ? "7z"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']) ? "xz"
        : content.StartsWith("BZh"u8) ? "bzip2"
        : content.StartsWith("{\\rtf"u8) ? "rtf"
        : content.StartsWith("MZ"u8) && content.Length > 64 && content[..64].Contains((byte)0) ? "exe"
        : content.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F']) ? "elf"
        : null;

    private static DocumentFormat InArchive(ReadingJob job)
    {
        using var archive = OfficeArchive.Open(job);
        var names = archive.Names;
        if (names.Contains("mimetype") && archive.ReadText("mimetype", 200) is { } mimetype)
        {
            switch (mimetype.Trim())
            {
                case "application/vnd.oasis.opendocument.text" or "application/vnd.oasis.opendocument.text-template":
                    return DocumentFormat.Odt;
                case "application/vnd.oasis.opendocument.spreadsheet":
                    return DocumentFormat.Ods;
                case "application/vnd.oasis.opendocument.presentation":
                    return DocumentFormat.Odp;
            }
        }

        var parts = names.ToList();
        return parts.Exists(name => name.StartsWith("word/", StringComparison.OrdinalIgnoreCase)) ? DocumentFormat.Docx
            : parts.Exists(name => name.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)) ? DocumentFormat.Xlsx
            : parts.Exists(name => name.StartsWith("ppt/", StringComparison.OrdinalIgnoreCase)) ? DocumentFormat.Pptx
            : archive.IsEncrypted ? throw Unreadable.BecausePassword()
            : DocumentFormatNames.OfExtension(job.Extension) is DocumentFormat.Docx or DocumentFormat.Xlsx or DocumentFormat.Pptx
                or DocumentFormat.Odt or DocumentFormat.Ods or DocumentFormat.Odp ? throw Unreadable.BecauseBroken()
            : throw Unreadable.BecauseUnsupported("zip");
    }

    private static DocumentFormat InCompoundFile(ReadingJob job)
    {
        var file = CompoundFile.Open(job.Content, job.Ct);
        return file.Has("EncryptedPackage") ? throw Unreadable.BecausePassword()
            : file.Has("WordDocument") ? DocumentFormat.Doc
            : file.Has("Workbook") || file.Has("Book") ? DocumentFormat.Xls
            : file.Has("PowerPoint Document") ? DocumentFormat.Ppt
            : file.Has("__properties_version1.0") ? throw Unreadable.BecauseUnsupported("msg")
            : DocumentFormatNames.OfExtension(job.Extension) is DocumentFormat.Doc or DocumentFormat.Xls or DocumentFormat.Ppt
                ? throw Unreadable.BecauseBroken()
            : throw Unreadable.BecauseUnsupported("OLE");
    }

    private static DocumentFormat ByText(ReadingJob job, DocumentFormat? named)
    {
        if (job.Text is not { } text)
        {
            // Bytes under a name of text: either an encoding that is not known, or no text at all.
            throw named is { } said && said.IsText() ? Unreadable.BecauseEncoding()
                : named is { } other && other != DocumentFormat.Text ? Unreadable.BecauseBroken()
                : Unreadable.BecauseUnsupported(job.Extension.Length > 1 ? job.Extension[1..] : "binary");
        }

        var looks = Looks(text.Text);
        if (named is { } name && name.IsText())
        {
            // A page saved under another name is still a page; everything else of text is what it is called.
            return looks == DocumentFormat.Html && name is DocumentFormat.Text or DocumentFormat.Csv ? DocumentFormat.Html
                : name == DocumentFormat.Json && looks == DocumentFormat.JsonLines ? DocumentFormat.JsonLines
                : name;
        }

        // Shops' systems give pages and lists the name .xls and .doc; what else has such a name and is text is not what it says.
        if (named is { } binary)
        {
            return looks is DocumentFormat.Html or DocumentFormat.Xml ? looks
                : binary == DocumentFormat.Xls && Delimiter(text.Text) is { } delimited ? delimited
                : throw Unreadable.BecauseMislabelled(binary.Name(), looks.Name());
        }

        return looks;
    }

    private static DocumentFormat Looks(string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, 4096)).TrimStart();
        if (Begins(start, "<!doctype html") || Begins(start, "<html") || (start.StartsWith("<") && start.IndexOf("<html", StringComparison.OrdinalIgnoreCase) >= 0))
        {
            return DocumentFormat.Html;
        }

        if (Begins(start, "<?xml"))
        {
            return DocumentFormat.Xml;
        }

        if (start.StartsWith("{") || start.StartsWith("["))
        {
            return LooksLikeJson(text);
        }

        return EmailFormat.LooksLikeOne(start) ? DocumentFormat.Email : DocumentFormat.Text;
    }

    private static DocumentFormat LooksLikeJson(string text)
    {
        var lines = text.Split('\n', 3);
        if (lines.Length > 1 && IsJson(lines[0]) && lines[1].TrimStart().StartsWith('{'))
        {
            return DocumentFormat.JsonLines;
        }

        return IsJson(text) ? DocumentFormat.Json : DocumentFormat.Text;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static DocumentFormat? Delimiter(string text)
    {
        var lines = text.Split('\n').Take(5).Where(line => line.Length > 0).ToList();
        return lines.Count > 1 && lines.TrueForAll(line => line.Contains('\t', StringComparison.Ordinal)) ? DocumentFormat.Tsv
            : lines.Count > 1 && lines.TrueForAll(line => line.Contains(',', StringComparison.Ordinal)) ? DocumentFormat.Csv
            : null;
    }

    private static bool Begins(ReadOnlySpan<char> text, string with) => text.StartsWith(with, StringComparison.OrdinalIgnoreCase);
}
