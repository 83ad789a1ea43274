using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace WeChatPlatform.Rag;

/// <summary>Cuts a Markdown document into plain passages, each under the headings that it stands below.</summary>
/// <remarks>
/// The second cutter beside <c>Chunker</c>, which jobs use, on purpose. A piece is known by the fingerprint of its words: with another cutter the first changed
/// letter of a file would cut all of it otherwise, so that every piece got a new id, and what people reworded or switched off in it were lost. And what it promises
/// an import is less: every Markdown file is a document of passages, where the other one makes pairs of a table of questions, keeps lists and tables whole, and
/// tells a heading that nothing stands below. Whoever makes one of the two has to keep the fingerprints of pieces in force.
/// </remarks>
internal static class MarkdownChunks
{
    public const string HeadingSeparator = " / ";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    /// <param name="markdown">The document.</param>
    /// <param name="title">Stands above passages without a heading.</param>
    /// <param name="size">Longest passage, in characters.</param>
    /// <param name="overlap">Characters that a passage repeats of the one before it.</param>
    /// <param name="redact">Takes personal data out, before anything is cut in two.</param>
    public static IReadOnlyList<ChunkDraft> Cut(string markdown, string title, int size, int overlap, Func<string, string>? redact = null)
    {
        redact ??= text => text;
        var chunks = new List<ChunkDraft>();
        var headings = new List<(int Level, string Text)>();
        var passage = new StringBuilder();
        foreach (var block in Markdown.Parse(markdown, Pipeline))
        {
            if (block is HeadingBlock heading)
            {
                Flush();
                headings.RemoveAll(above => above.Level >= heading.Level);
                headings.Add((heading.Level, Plain(markdown, heading)));
            }
            else if (Text(markdown, block) is { Length: > 0 } text)
            {
                passage.Append(passage.Length == 0 ? "" : "\n").Append(text);
            }
        }

        Flush();
        return chunks;

        void Flush()
        {
            var section = redact(headings.Count == 0 ? title : string.Join(HeadingSeparator, headings.Select(above => above.Text)));
            chunks.AddRange(TextPieces.Split(redact(passage.ToString()), size, overlap).Select(piece => new ChunkDraft(section, piece)));
            passage.Clear();
        }
    }

    private static string Text(string markdown, Block block) => block switch
    {
        Markdig.Extensions.Yaml.YamlFrontMatterBlock or LinkReferenceDefinitionGroup => "",
        Table table => Rows(markdown, table),
        ListBlock list => string.Join('\n', list.OfType<ListItemBlock>().Select(item => Item(markdown, list, item))),
        _ => Plain(markdown, block),
    };

    private static string Item(string markdown, ListBlock list, ListItemBlock item)
    {
        var mark = list.IsOrdered ? $"{item.Order}. " : "- ";
        return mark + string.Join('\n', item.Select(block => Text(markdown, block)));
    }

    // A row alone must say what its cells mean: a passage may hold the row without the head.
    private static string Rows(string markdown, Table table)
    {
        var rows = table.OfType<TableRow>().ToList();
        var head = rows.Find(row => row.IsHeader)?.Select(cell => Plain(markdown, cell)).ToList() ?? [];
        return string.Join('\n', rows.Where(row => !row.IsHeader).Select(row => string.Join('；', row
            .Select((cell, column) => (Head: head.ElementAtOrDefault(column), Text: Plain(markdown, cell)))
            .Where(cell => cell.Text.Length > 0)
            .Select(cell => string.IsNullOrEmpty(cell.Head) ? cell.Text : $"{cell.Head}：{cell.Text}"))));
    }

    private static string Plain(string markdown, Block block) =>
        block.Span.IsEmpty ? "" : Markdown.ToPlainText(markdown.Substring(block.Span.Start, block.Span.Length)).Trim();
}
