using System.Globalization;
using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Markdown = Markdig.Syntax;

namespace WeChatPlatform.Documents;

/// <summary>Markdown with pipe tables. What nests deeper than its parser allows is read as plain text.</summary>
internal static class MarkdownFormat
{
    private const int MaxCharacters = 10_000_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    public static void Read(string text, BlockCollector blocks)
    {
        if (text.Length > MaxCharacters)
        {
            PlainTextFormat.Read(text, blocks);
            return;
        }

        MarkdownDocument document;
        try
        {
            document = Markdig.Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            PlainTextFormat.Read(text, blocks);
            return;
        }

        foreach (var block in document)
        {
            Add(block, blocks);
        }
    }

    private static void Add(Markdown.Block block, BlockCollector blocks)
    {
        switch (block)
        {
            case YamlFrontMatterBlock or LinkReferenceDefinitionGroup:
                break;
            case Markdown.HeadingBlock heading:
                blocks.Heading(Text(heading.Inline), heading.Level);
                break;
            case Markdown.ListBlock list:
                blocks.List(Items(list, ""));
                break;
            case Table table:
                AddTable(table, blocks);
                break;
            case HtmlBlock html:
                HtmlFormat.Read(html.Lines.ToString(), blocks);
                break;
            case QuoteBlock quote:
                foreach (var inner in quote)
                {
                    Add(inner, blocks);
                }

                break;
            default:
                blocks.Paragraph(Text(block));
                break;
        }
    }

    private static IEnumerable<string> Items(Markdown.ListBlock list, string indent)
    {
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var mark = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{item.Order}. ") : "- ";
            yield return indent + mark + string.Join('\n', item.Where(block => block is not Markdown.ListBlock).Select(Text));
            foreach (var nested in item.OfType<Markdown.ListBlock>().SelectMany(inner => Items(inner, indent + "  ")))
            {
                yield return nested;
            }
        }
    }

    private static void AddTable(Table table, BlockCollector blocks)
    {
        var rows = table.OfType<TableRow>()
            .Select(row => (row.IsHeader, Cells: row.OfType<TableCell>().Select(cell => Text(cell)).ToList()))
            .ToList();
        TableShape.Add([.. rows.Select(row => (IReadOnlyList<string>)row.Cells)], rows is [{ IsHeader: true }, ..], blocks, page: null);
    }

    private static string Text(Markdown.Block block) => block switch
    {
        LeafBlock { Inline: { } inline } => Text(inline),
        LeafBlock leaf => leaf.Lines.ToString(),
        ContainerBlock container => string.Join('\n', container.Select(Text)),
        _ => "",
    };

    private static string Text(ContainerInline? inline)
    {
        var text = new StringBuilder();
        Append(inline, text);
        return text.ToString();
    }

    private static void Append(Inline? inline, StringBuilder text)
    {
        switch (inline)
        {
            case LiteralInline literal:
                text.Append(literal.Content.AsSpan());
                break;
            case CodeInline code:
                text.Append(code.ContentSpan);
                break;
            case LineBreakInline:
                text.Append('\n');
                break;
            case HtmlEntityInline entity:
                text.Append(entity.Transcoded.AsSpan());
                break;
            case HtmlInline { Tag: "<br>" or "<br/>" or "<br />" }:
                text.Append('\n');
                break;
            case AutolinkInline link:
                text.Append(link.Url);
                break;
            case ContainerInline container:
                foreach (var inner in container)
                {
                    Append(inner, text);
                }

                break;
        }
    }
}
