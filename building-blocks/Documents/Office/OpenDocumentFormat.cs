using System.Text;
using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>OpenDocument text, spreadsheet and presentation (.odt, .ods, .odp): content.xml in all of them.</summary>
internal static class OpenDocumentFormat
{
    // Sheets end with a million empty rows, told as one row repeated.
    private const int MostRepeats = 64;

    public static void Read(ReadingJob job)
    {
        using var archive = OfficeArchive.Open(job);
        if (archive.ReadText("META-INF/manifest.xml", 1_000_000)?.Contains("encryption-data", StringComparison.Ordinal) == true)
        {
            throw Unreadable.BecausePassword();
        }

        OfficeProperties.Read(archive, job.Blocks);
        using var reader = archive.ReadXml("content.xml") ?? throw Unreadable.BecauseBroken();
        var walk = new Walk(job);
        reader.Each("body", () => walk.Content(reader));
    }

    private sealed class Walk(ReadingJob job)
    {
        private readonly BlockCollector _blocks = job.Blocks;
        private int? _page;

        public void Content(XmlReader reader) => reader.Children(name =>
        {
            switch (name)
            {
                case "h":
                    var level = reader.Number("outline-level") ?? 1;
                    _blocks.Heading(Text(reader), level, _page);
                    break;
                case "p":
                    AddParagraph(reader);
                    break;
                case "list":
                    var items = new List<string>();
                    Items(reader, items, "");
                    _blocks.List(items, _page);
                    break;
                case "table":
                    AddTable(reader);
                    break;
                case "page":
                    _page = (_page ?? 0) + 1;
                    Content(reader);
                    break;
                case "tracked-changes" or "annotation" or "forms" or "sequence-decls" or "table-of-content-source" or "master-page": break;
                default: Content(reader); break;
            }
        });

        private void AddParagraph(XmlReader reader)
        {
            var text = Text(reader).Trim();
            if (PlainTextFormat.IsHeading(text.Length == 0 ? "。" : text))
            {
                _blocks.Heading(text, PlainTextFormat.LevelOf(text) + 1, _page);
            }
            else
            {
                _blocks.Paragraph(text, _page);
            }
        }

        private static void Items(XmlReader reader, List<string> items, string indent) => reader.Children(item =>
        {
            if (item is not ("list-item" or "list-header"))
            {
                return;
            }

            var texts = new List<string>();
            var at = items.Count;
            reader.Children(name =>
            {
                if (name == "list")
                {
                    Items(reader, items, indent + "  ");
                }
                else if (name is "p" or "h")
                {
                    texts.Add(Text(reader));
                }
            });
            items.Insert(at, texts.TrueForAll(string.IsNullOrWhiteSpace) ? "" : $"{indent}- {string.Join('\n', texts)}");
        });

        private void AddTable(XmlReader reader)
        {
            var isSheet = reader.Depth == 3;
            var name = reader.Attribute("name");
            var rows = new SheetRows(job);
            var (row, before) = (0, _page);
            if (isSheet)
            {
                _page = (_page ?? 0) + 1;
            }

            Rows(reader, rows, ref row);
            if (isSheet && rows.Rows.Count > 0 && name is not null && before is not null)
            {
                _blocks.Heading(name, 1, _page);
            }

            TableShape.Add(rows.Rows, headed: null, _blocks, _page);
            _page = isSheet && job.Extension is ".odt" ? before : _page;
        }

        private static void Rows(XmlReader reader, SheetRows rows, ref int row)
        {
            var at = row;
            reader.Children(name =>
            {
                if (name == "table-row")
                {
                    var repeats = Math.Clamp(reader.Number("number-rows-repeated") ?? 1, 1, MostRepeats);
                    var cells = Cells(reader);
                    for (var i = 0; i < repeats; i++, at++)
                    {
                        foreach (var (column, text) in cells)
                        {
                            rows.Set(at, column, text);
                        }
                    }
                }
                else if (name is "table-header-rows" or "table-rows" or "table-row-group")
                {
                    Rows(reader, rows, ref at);
                }
            });
            row = at;
        }

        private static List<(int Column, string Text)> Cells(XmlReader reader)
        {
            var cells = new List<(int, string)>();
            var column = 0;
            reader.Children(name =>
            {
                if (name is "table-cell" or "covered-table-cell")
                {
                    var repeats = Math.Clamp(reader.Number("number-columns-repeated") ?? 1, 1, MostRepeats);
                    var texts = new List<string>();
                    Texts(reader, texts);
                    var text = Words.Lines(string.Join('\n', texts));
                    for (var i = 0; i < repeats; i++, column++)
                    {
                        if (text.Length > 0)
                        {
                            cells.Add((column, text));
                        }
                    }
                }
            });
            return cells;
        }

        private static void Texts(XmlReader reader, List<string> texts) => reader.Children(name =>
        {
            if (name is "p" or "h")
            {
                texts.Add(Text(reader));
            }
            else if (name != "annotation")
            {
                Texts(reader, texts);
            }
        });

        /// <summary>The text of a paragraph: blanks, tabs and line breaks are elements.</summary>
        private static string Text(XmlReader reader)
        {
            if (reader.IsEmptyElement)
            {
                return "";
            }

            var text = new StringBuilder();
            var depth = reader.Depth;
            var skipBelow = int.MaxValue;
            while (reader.Read() && reader.Depth > depth)
            {
                if (reader.Depth <= skipBelow)
                {
                    skipBelow = int.MaxValue;
                }
                else
                {
                    continue;
                }

                switch (reader.NodeType)
                {
                    case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                        text.Append(reader.Value);
                        break;
                    case XmlNodeType.Element:
                        switch (reader.LocalName)
                        {
                            case "s": text.Append(' ', Math.Clamp(reader.Number("c") ?? 1, 1, 10)); break;
                            case "tab": text.Append(' '); break;
                            case "line-break": text.Append('\n'); break;
                            case "annotation" or "tracked-changes" when !reader.IsEmptyElement: skipBelow = reader.Depth; break;
                            case "p" when text.Length > 0: text.Append('\n'); break;
                        }

                        break;
                }
            }

            return text.ToString();
        }
    }
}
