using WeChatPlatform.Privacy;

namespace WeChatPlatform.Documents;

/// <summary>Takes what leads to a person out of a document before any of it is kept. Blocks keep their structure.</summary>
public static class Redaction
{
    /// <param name="document">As it was read.</param>
    /// <param name="keep">The company's own phones, mailboxes and addresses, which customers shall be told; empty keeps nothing.</param>
    /// <returns>The document without its finds, with a warning of the code <c>redacted</c> when there were any, and how many they were.</returns>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A text cannot be searched in time. It must not be kept then.</exception>
    public static (ExtractedDocument Document, int Count) Apply(ExtractedDocument document, IReadOnlyCollection<string> keep)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(keep);
        var run = new Run(keep);
        var redacted = document with
        {
            Title = document.Title is { } title ? run.Text(title) : null,
            Blocks = [.. document.Blocks.Select(run.Block)],
            Properties = [.. document.Properties.Select(property => property with { Text = run.Text(property.Text) })],
        };
        return run.Count == 0
            ? (document, 0)
            : (redacted with
            {
                Warnings =
                [
                    .. document.Warnings,
                    new ReadingWarning("redacted", $"已隐去 {run.Count} 处个人信息 / {run.Count} pieces of personal data were taken out."),
                ],
            }, run.Count);
    }

    private sealed class Run(IReadOnlyCollection<string> keep)
    {
        public int Count { get; private set; }

        public Block Block(Block block) => block switch
        {
            HeadingBlock heading => heading with { Text = Text(heading.Text) },
            ParagraphBlock paragraph => paragraph with { Text = Text(paragraph.Text) },
            ListBlock list => list with { Items = [.. list.Items.Select(Text)] },
            QuestionBlock question => question with
            {
                Question = Text(question.Question), Similar = [.. question.Similar.Select(Text)], Answer = Text(question.Answer),
                Category = question.Category is { } category ? Text(category) : null,
            },
            TableBlock table => table with { Rows = [.. table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select((cell, at) => Cell(table.Header, at, cell))])] },
            _ => block,
        };

        public string Text(string text)
        {
            var (redacted, count) = PersonalData.Redact(text, keep);
            Count += count;
            return redacted;
        }

        // What a cell is, its column says: 电话 makes a phone of eight digits.
        private string Cell(IReadOnlyList<string> header, int at, string cell)
        {
            var column = at < header.Count ? header[at] + ":" : "";
            var before = Count;
            var redacted = Text(column + cell);
            if (redacted.StartsWith(column, StringComparison.Ordinal))
            {
                return redacted[column.Length..];
            }

            Count = before;
            return Text(cell);
        }
    }
}
