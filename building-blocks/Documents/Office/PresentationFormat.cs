using System.Xml;

namespace WeChatPlatform.Documents;

/// <summary>PowerPoint (.pptx): each slide under its title, with its tables, its diagrams and what the speaker wrote.</summary>
internal static class PresentationFormat
{
    public static void Read(ReadingJob job)
    {
        using var archive = OfficeArchive.Open(job);
        var main = archive.Relations("").Values.FirstOrDefault(relation => relation.Type == "officeDocument").Target is { } named && archive.Has(named)
            ? named
            : "ppt/presentation.xml";
        OfficeProperties.Read(archive, job.Blocks);
        var relations = archive.Relations(main);
        var slides = new List<string>();
        using (var reader = archive.ReadXml(main) ?? throw Unreadable.BecauseBroken())
        {
            reader.Each("sldId", () =>
            {
                // The id with the prefix; the one without is a number of the slide's own.
                var id = Enumerable.Range(0, reader.AttributeCount).Select(reader.GetAttribute).FirstOrDefault(value => relations.ContainsKey(value));
                if (id is not null)
                {
                    slides.Add(relations[id].Target);
                }
            });
        }

        foreach (var (number, slide) in slides.Index())
        {
            ReadSlide(archive, slide, number + 1, job.Blocks);
        }
    }

    private static void ReadSlide(OfficeArchive archive, string slide, int page, BlockCollector blocks)
    {
        using (var reader = archive.ReadXml(slide))
        {
            if (reader is null)
            {
                return;
            }

            // A title is said first wherever it was drawn.
            var shapes = new List<Action>();
            reader.Each("spTree", () => Shapes(reader, page, blocks, shapes));
            shapes.ForEach(add => add());
        }

        foreach (var (type, target) in archive.Relations(slide).Values)
        {
            if (type is "diagramData" or "notesSlide")
            {
                using var reader = archive.ReadXml(target);
                ReadBeside(reader, type, page, blocks);
            }
        }
    }

    private static void ReadBeside(XmlReader? reader, string type, int page, BlockCollector blocks)
    {
        if (type == "diagramData")
        {
            var items = new List<string>();
            reader?.Each("t", () => items.AddRange(SlideText.Paragraphs(reader)));
            blocks.List(items.Select(item => $"- {item}"), page);
        }
        else
        {
            reader?.Each("sp", () =>
            {
                var (kind, paragraphs) = Shape(reader);
                if (kind == "body")
                {
                    blocks.Paragraph(string.Join('\n', paragraphs), page);
                }
            });
        }
    }

    private static void Shapes(XmlReader reader, int page, BlockCollector blocks, List<Action> shapes) => reader.Children(name =>
    {
        switch (name)
        {
            case "sp":
                var (kind, paragraphs) = Shape(reader);
                if (kind is "title" or "ctrTitle")
                {
                    shapes.Insert(0, () => blocks.Heading(string.Join(' ', paragraphs), 1, page));
                }
                else if (kind is not ("sldNum" or "dt" or "ftr"))
                {
                    shapes.Add(() => AddText(paragraphs, page, blocks));
                }

                break;
            case "graphicFrame":
                var rows = new List<IReadOnlyList<string>>();
                Rows(reader, rows);
                shapes.Add(() => TableShape.Add(rows, headed: null, blocks, page));
                break;
            case "grpSp" or "AlternateContent" or "Choice": Shapes(reader, page, blocks, shapes); break;
        }
    });

    private static void AddText(List<string> paragraphs, int page, BlockCollector blocks)
    {
        if (paragraphs.Count > 2 && paragraphs.TrueForAll(paragraph => paragraph.Length <= 80))
        {
            blocks.List(paragraphs, page);
        }
        else
        {
            blocks.Paragraph(string.Join('\n', paragraphs), page);
        }
    }

    private static (string Kind, List<string> Paragraphs) Shape(XmlReader reader)
    {
        var kind = "";
        var paragraphs = new List<string>();
        reader.Children(name =>
        {
            if (name == "nvSpPr")
            {
                reader.Children(inner =>
                {
                    if (inner == "nvPr")
                    {
                        reader.Children(place => kind = place == "ph" ? reader.Attribute("type") ?? "body" : kind);
                    }
                });
            }
            else if (name == "txBody")
            {
                paragraphs = SlideText.Paragraphs(reader);
            }
        });
        return (kind, paragraphs);
    }

    private static void Rows(XmlReader reader, List<IReadOnlyList<string>> rows) => reader.Children(name =>
    {
        if (name != "tr")
        {
            Rows(reader, rows);
            return;
        }

        var cells = new List<string>();
        reader.Children(cell =>
        {
            if (cell == "tc")
            {
                var continues = reader.Attribute("vMerge") is "1" or "true" && rows.Count > 0 && cells.Count < rows[^1].Count;
                var text = "";
                reader.Children(inner => text = inner == "txBody" ? string.Join('\n', SlideText.Paragraphs(reader)) : text);
                cells.Add(continues ? rows[^1][cells.Count] : text);
            }
        });
        rows.Add(cells);
    });
}
