using System.Text;
using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>Paragraphs, lists and tables of one part of a Word file.</summary>
internal sealed class WordBody(BlockCollector blocks, WordStyles styles, WordLists lists)
{
    private const int LongestBoldHeading = 30;
    private readonly List<string> _items = [];

    /// <summary>All that is in the elements of a name: body, footnote, endnote.</summary>
    public void Read(XmlReader reader, string container)
    {
        reader.Each(container, () =>
        {
            if (reader.Attribute("type") is null or "normal")
            {
                Content(reader);
            }
        });
        FlushItems();
    }

    private void Content(XmlReader reader) => reader.Children(name =>
    {
        switch (name)
        {
            case "p": AddParagraph(reader); break;
            case "tbl": AddTable(reader); break;
            case "sdt" or "sdtContent" or "customXml" or "smartTag" or "ins" or "moveTo" or "AlternateContent" or "Choice": Content(reader); break;
        }
    });

    private void AddParagraph(XmlReader reader)
    {
        var paragraph = Paragraph(reader);
        var text = paragraph.Text.ToString();
        if (string.IsNullOrWhiteSpace(text))
        {
            FlushItems();
        }
        else
        {
            Add(paragraph, text.Trim());
        }

        foreach (var box in paragraph.Boxes)
        {
            FlushItems();
            blocks.Paragraph(box);
        }
    }

    private void Add(WordParagraph paragraph, string text)
    {
        var list = paragraph.List ?? styles.List(paragraph.Style);
        var mark = list is { List: > 0 } used ? lists.Next(used.List, used.Level) : "";
        var heading = paragraph.Outline ?? styles.Heading(paragraph.Style);
        if (heading is { } level)
        {
            FlushItems();
            blocks.Heading(mark == "- " ? text : mark + text, level);
        }
        else if (mark.Length > 0)
        {
            // A short bold line with a number of its own stands over what follows, whatever its style is called.
            if (paragraph.IsBold && text.Length <= LongestBoldHeading && mark != "- ")
            {
                FlushItems();
                blocks.Heading(mark + text, list!.Value.Level + 2);
            }
            else
            {
                _items.Add(new string(' ', list!.Value.Level * 2) + mark + text);
            }
        }
        else
        {
            FlushItems();
            if (PlainTextFormat.IsHeading(text) && (paragraph.IsBold || text.Length <= 20))
            {
                blocks.Heading(text, PlainTextFormat.LevelOf(text) + 1);
            }
            else if (paragraph.IsBold && text.Length <= LongestBoldHeading && text[^1] is not ('。' or '；' or '，' or '：' or ':' or '.' or ','))
            {
                blocks.Heading(text, 4);
            }
            else
            {
                blocks.Paragraph(text);
            }
        }
    }

    private void FlushItems()
    {
        blocks.List(_items);
        _items.Clear();
    }

    private WordParagraph Paragraph(XmlReader reader)
    {
        var paragraph = new WordParagraph();
        Runs(reader, paragraph, bold: false);
        return paragraph;
    }

    private void Runs(XmlReader reader, WordParagraph paragraph, bool bold) => reader.Children(name =>
    {
        switch (name)
        {
            case "pPr": paragraph.ReadProperties(reader); break;
            case "r":
                var own = false;
                reader.Children(inner =>
                {
                    if (inner == "rPr")
                    {
                        reader.Children(property => own |= property == "b" && reader.Attribute("val") is not ("0" or "false"));
                    }
                    else
                    {
                        Run(inner, reader, paragraph, own);
                    }
                });
                break;
            default: Run(name, reader, paragraph, bold); break;
        }
    });

    private void Run(string name, XmlReader reader, WordParagraph paragraph, bool bold)
    {
        switch (name)
        {
            case "t": paragraph.Append(reader.Text(), bold); break;
            case "tab": paragraph.Text.Append(' '); break;
            case "br" or "cr": paragraph.Text.Append('\n'); break;
            case "noBreakHyphen": paragraph.Text.Append('-'); break;
            case "del" or "moveFrom" or "instrText" or "delText" or "Fallback" or "rPrChange" or "pPrChange": break;
            case "txbxContent": paragraph.Boxes.AddRange(Box(reader)); break;
            default: Runs(reader, paragraph, bold); break;
        }
    }

    /// <summary>The paragraphs of a text box or a cell.</summary>
    private List<string> Box(XmlReader reader)
    {
        var texts = new List<string>();
        Inner(reader, texts);
        return texts;
    }

    private void Inner(XmlReader reader, List<string> texts) => reader.Children(name =>
    {
        switch (name)
        {
            case "p":
                var paragraph = Paragraph(reader);
                var mark = (paragraph.List ?? styles.List(paragraph.Style)) is { List: > 0 } used && paragraph.Text.Length > 0 ? lists.Next(used.List, used.Level) : "";
                texts.Add(mark + paragraph.Text);
                texts.AddRange(paragraph.Boxes);
                break;
            case "tbl":
                texts.AddRange(Rows(reader).Select(row => string.Join(" | ", row.Where(cell => cell.Length > 0))));
                break;
            case "tcPr": break;
            default: Inner(reader, texts); break;
        }
    });

    private void AddTable(XmlReader reader)
    {
        FlushItems();
        TableShape.Add(Rows(reader), headed: null, blocks, page: null);
    }

    private List<IReadOnlyList<string>> Rows(XmlReader reader)
    {
        var rows = new List<IReadOnlyList<string>>();
        Table(reader, rows);
        return rows;
    }

    private void Table(XmlReader reader, List<IReadOnlyList<string>> rows) => reader.Children(name =>
    {
        if (name == "tr")
        {
            var cells = new List<string>();
            Row(reader, cells, rows.Count > 0 ? rows[^1] : []);
            rows.Add(cells);
        }
        else if (name is "sdt" or "sdtContent" or "customXml" or "ins")
        {
            Table(reader, rows);
        }
    });

    private void Row(XmlReader reader, List<string> cells, IReadOnlyList<string> above) => reader.Children(name =>
    {
        if (name is "sdt" or "sdtContent" or "customXml" or "ins")
        {
            Row(reader, cells, above);
        }
        else if (name == "tc")
        {
            var (span, continues) = (1, false);
            var texts = new List<string>();
            reader.Children(inner =>
            {
                switch (inner)
                {
                    case "tcPr":
                        reader.Children(property => (span, continues) = property switch
                        {
                            "gridSpan" => (Math.Clamp(reader.Number("val") ?? 1, 1, 64), continues),
                            "vMerge" => (span, reader.Attribute("val") is null or "continue"),
                            _ => (span, continues),
                        });
                        break;
                    case "p":
                        var paragraph = Paragraph(reader);
                        texts.Add(paragraph.Text.ToString());
                        texts.AddRange(paragraph.Boxes);
                        break;
                    case "tbl":
                        texts.AddRange(Rows(reader).Select(row => string.Join(" | ", row.Where(cell => cell.Length > 0))));
                        break;
                    default:
                        Inner(reader, texts);
                        break;
                }
            });

            // A cell that reaches over several rows says the same in each of them.
            cells.Add(continues && cells.Count < above.Count ? above[cells.Count] : Words.Lines(string.Join('\n', texts)));
            cells.AddRange(Enumerable.Repeat("", span - 1));
        }
    });
}

/// <summary>A paragraph while it is read.</summary>
internal sealed class WordParagraph
{
    private bool _plain;

    public StringBuilder Text { get; } = new();

    public List<string> Boxes { get; } = [];

    public string? Style { get; private set; }

    public int? Outline { get; private set; }

    public (int List, int Level)? List { get; private set; }

    public bool IsBold => !_plain && Text.Length > 0;

    public void Append(string text, bool bold)
    {
        Text.Append(text);
        _plain |= !bold && !string.IsNullOrWhiteSpace(text);
    }

    public void ReadProperties(XmlReader reader)
    {
        int? list = null, level = null;
        reader.Children(property =>
        {
            switch (property)
            {
                case "pStyle": Style = reader.Attribute("val"); break;
                case "outlineLvl": Outline = reader.Number("val") is >= 0 and < 9 and var outline ? outline + 1 : null; break;
                case "numPr":
                    reader.Children(number => (list, level) = number switch
                    {
                        "numId" => (reader.Number("val"), level),
                        "ilvl" => (list, reader.Number("val")),
                        _ => (list, level),
                    });
                    break;
            }
        });
        List = list is { } used ? (used, Math.Clamp(level ?? 0, 0, 8)) : null;
    }
}
