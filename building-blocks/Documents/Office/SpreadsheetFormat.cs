using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>Excel (.xlsx): each sheet under its name. Formulas show what they came to when the file was saved.</summary>
internal static partial class SpreadsheetFormat
{
    private const int MaxMerges = 10_000;

    private sealed record Workbook(IReadOnlyList<string> Strings, IReadOnlyList<NumberFormats.Kind> Kinds, bool From1904);

    public static void Read(ReadingJob job)
    {
        using var archive = OfficeArchive.Open(job);
        var main = archive.Relations("").Values.FirstOrDefault(relation => relation.Type == "officeDocument").Target is { } named && archive.Has(named)
            ? named
            : "xl/workbook.xml";
        OfficeProperties.Read(archive, job.Blocks);
        var relations = archive.Relations(main);
        var sheets = new List<(string Name, string Part, bool Hidden)>();
        var from1904 = false;
        using (var reader = archive.ReadXml(main) ?? throw Unreadable.BecauseBroken())
        {
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
                {
                    from1904 = reader.Attribute("date1904") is "1" or "true";
                }
                else if (reader is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && relations.TryGetValue(reader.Attribute("id") ?? "", out var part))
                {
                    sheets.Add((reader.Attribute("name") ?? "", part.Target, reader.Attribute("state") is "hidden" or "veryHidden"));
                }
            }
        }

        var workbook = new Workbook(ReadStrings(archive, Part("sharedStrings"), job), ReadKinds(archive, Part("styles")), from1904);
        foreach (var (number, sheet) in sheets.Index())
        {
            if (sheet.Hidden)
            {
                job.Blocks.Warn("hidden_left_out", $"隐藏的工作表未读取 / A hidden sheet was left out.", number + 1);
            }
            else if (archive.Has(sheet.Part))
            {
                ReadSheet(archive, sheet.Part, sheet.Name, sheets.Count > 1 || !GivenName().IsMatch(sheet.Name), workbook, job, number + 1);
            }
        }

        string? Part(string type) => relations.Values.FirstOrDefault(relation => relation.Type == type).Target;
    }

    private static void ReadSheet(OfficeArchive archive, string part, string name, bool named, Workbook workbook, ReadingJob job, int page)
    {
        var rows = new SheetRows(job);
        var merges = new List<string>();
        XmlException? broken = null;
        try
        {
            using var reader = archive.ReadXml(part)!;
            ReadCells(reader, rows, merges, workbook);
        }
        catch (XmlException failure) when (!failure.Message.Contains("DTD", StringComparison.Ordinal))
        {
            broken = failure;
        }

        foreach (var merge in merges)
        {
            var ends = merge.Split(':');
            var (from, to) = (SheetRows.At(ends[0]), SheetRows.At(ends[^1]));
            rows.Merge(from.Row, to.Row, from.Column);
        }

        if (named && rows.Rows.Count > 0)
        {
            job.Blocks.Heading(name, 1, page);
        }

        TableShape.Add(rows.Rows, headed: null, job.Blocks, page);
        foreach (var text in Drawings(archive, part))
        {
            job.Blocks.Paragraph(text, page);
        }

        if (broken is not null)
        {
            throw broken;
        }
    }

    private static void ReadCells(XmlReader reader, SheetRows rows, List<string> merges, Workbook workbook)
    {
        var (row, column) = (-1, -1);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "row":
                    (row, column) = ((reader.Number("r") ?? row + 2) - 1, -1);
                    break;
                case "c":
                    (row, column) = reader.Attribute("r") is { } at && SheetRows.At(at) is { Row: >= 0, Column: >= 0 } place ? place : (row, column + 1);
                    rows.Set(row, column, Cell(reader, workbook));
                    break;
                case "mergeCell" when merges.Count < MaxMerges && reader.Attribute("ref") is { } merge:
                    merges.Add(merge);
                    break;
            }
        }
    }

    private static string Cell(XmlReader reader, Workbook workbook)
    {
        var (type, style) = (reader.Attribute("t"), reader.Number("s"));
        var (value, text) = ("", "");
        reader.Children(name =>
        {
            if (name == "v")
            {
                value = reader.Text();
            }
            else if (name == "is")
            {
                text = RichText(reader);
            }
        });
        switch (type)
        {
            case "s":
                return int.TryParse(value, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < workbook.Strings.Count ? workbook.Strings[index] : "";
            case "inlineStr":
                return text;
            case "str" or "d":
                return value;
            case "b":
                return value == "1" ? "TRUE" : "FALSE";
            case "e":
                return "";
        }

        var kind = style is >= 0 and var used && used < workbook.Kinds.Count ? workbook.Kinds[used] : NumberFormats.Kind.Number;
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? NumberFormats.Show(number, kind, workbook.From1904)
            : value;
    }

    /// <summary>Text of runs, without the reading aids that Japanese and Chinese have above them.</summary>
    private static string RichText(XmlReader reader)
    {
        var text = new StringBuilder();
        Append(reader);
        return text.ToString();

        void Append(XmlReader from) => from.Children(name =>
        {
            if (name == "t")
            {
                text.Append(from.Text());
            }
            else if (name == "r")
            {
                Append(from);
            }
        });
    }

    private static List<string> ReadStrings(OfficeArchive archive, string? part, ReadingJob job)
    {
        var strings = new List<string>();
        var characters = 0L;
        using var reader = part is null ? null : archive.ReadXml(part);
        reader?.Each("si", () =>
        {
            strings.Add(RichText(reader));
            characters += strings[^1].Length + 8;
            if (characters > 4L * job.Limits.MaxCharacters)
            {
                throw new TextLimitException();
            }
        });
        return strings;
    }

    private static List<NumberFormats.Kind> ReadKinds(OfficeArchive archive, string? part)
    {
        var codes = new Dictionary<int, string>();
        var kinds = new List<NumberFormats.Kind>();
        using var reader = part is null ? null : archive.ReadXml(part);
        while (reader?.Read() == true)
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "numFmt" } && reader.Number("numFmtId") is { } id)
            {
                codes[id] = reader.Attribute("formatCode") ?? "";
            }
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "cellXfs" })
            {
                reader.Children(name =>
                {
                    if (name == "xf")
                    {
                        var format = reader.Number("numFmtId") ?? 0;
                        kinds.Add(NumberFormats.KindOf(format, codes.GetValueOrDefault(format)));
                    }
                });
            }
        }

        return kinds;
    }

    /// <summary>What the program calls a sheet that nobody named.</summary>
    [GeneratedRegex("^(?:Sheet|工作表|表)[0-9]{0,3}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex GivenName();

    private static List<string> Drawings(OfficeArchive archive, string sheet)
    {
        var texts = new List<string>();
        foreach (var drawing in archive.Relations(sheet).Values.Where(relation => relation.Type == "drawing"))
        {
            using var reader = archive.ReadXml(drawing.Target);
            reader?.Each("txBody", () => texts.Add(string.Join('\n', SlideText.Paragraphs(reader))));
        }

        foreach (var comments in archive.Relations(sheet).Values.Where(relation => relation.Type == "comments"))
        {
            using var reader = archive.ReadXml(comments.Target);
            reader?.Each("comment", () => reader.Children(name =>
            {
                if (name == "text")
                {
                    texts.Add(RichText(reader));
                }
            }));
        }

        return texts;
    }
}
