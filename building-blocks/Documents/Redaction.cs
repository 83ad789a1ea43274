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
        var redactor = new Redactor(keep);
        var redacted = document with
        {
            Title = document.Title is { } title ? redactor.Redact(title) : null,
            Blocks = [.. document.Blocks.Select(block => Redacted(block, redactor))],
            Properties = [.. document.Properties.Select(property => property with { Text = redactor.Redact(property.Text) })],
        };
        return redactor.Count == 0
            ? (document, 0)
            : (redacted with
            {
                Warnings =
                [
                    .. document.Warnings,
                    WarningOf(redactor.Count),
                ],
            }, redactor.Count);
    }

    /// <summary>What is told of a document that so many finds were taken out of.</summary>
    public static ReadingWarning WarningOf(int count) => new("redacted", $"已隐去 {count} 处个人信息 / {count} pieces of personal data were taken out.");

    private static Block Redacted(Block block, Redactor redactor) => block switch
    {
        HeadingBlock heading => heading with { Text = redactor.Redact(heading.Text) },
        ParagraphBlock paragraph => paragraph with { Text = redactor.Redact(paragraph.Text) },
        ListBlock list => list with { Items = [.. list.Items.Select(redactor.Redact)] },
        QuestionBlock question => question with
        {
            Question = redactor.Redact(question.Question), Similar = [.. question.Similar.Select(redactor.Redact)], Answer = redactor.Redact(question.Answer),
            Category = question.Category is { } category ? redactor.Redact(category) : null,
        },
        TableBlock table => table with
        {
            // What was taken for a header may be somebody's row.
            Header = [.. table.Header.Select(redactor.Redact)],
            Rows =
            [
                .. table.Rows.Select(row => (IReadOnlyList<string>)
                    [.. row.Select((cell, at) => redactor.RedactIn(at < table.Header.Count ? table.Header[at] : "", cell))]),
            ],
        },
        _ => block,
    };
}
