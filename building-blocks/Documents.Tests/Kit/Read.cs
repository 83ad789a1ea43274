using System.Text;

namespace WeChatPlatform.Documents.Tests;

/// <summary>Reads bytes as the product does, and shows the result as text.</summary>
internal static class Read
{
    /// <summary>Patient: a machine that does something else meanwhile is no fault of the file.</summary>
    public static readonly ReadingLimits Limits = new() { Time = TimeSpan.FromMinutes(2), ProgramMebibytes = 1024 };

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<ExtractedDocument> Async(byte[] content, string name, ReadingLimits? limits = null) =>
        DocumentReader.ReadAsync(content, name, limits ?? Limits, Ct);

    public static Task<ExtractedDocument> Async(string text, string name) => Async(Encoding.UTF8.GetBytes(text), name);

    public static async Task<UnreadableDocumentException> RefusalAsync(byte[] content, string name, ReadingLimits? limits = null) =>
        await Should.ThrowAsync<UnreadableDocumentException>(() => Async(content, name, limits));

    /// <summary>One line a block: # heading, * item, | cell, ? question.</summary>
    public static string Shown(this ExtractedDocument document) => string.Join('\n', document.Blocks.Select(Shown));

    public static string Text(this ExtractedDocument document) =>
        string.Join('\n', document.Blocks.SelectMany(Texts).Concat(document.Properties.Select(property => property.Text)));

    private static string Shown(Block block) => block switch
    {
        HeadingBlock heading => $"{new string('#', heading.Level)} {heading.Text}",
        ParagraphBlock paragraph => paragraph.Text,
        ListBlock list => string.Join('\n', list.Items.Select(item => $"* {item}")),
        TableBlock table => string.Join('\n', table.Rows.Prepend(table.Header).Where(row => row.Count > 0).Select(row => $"| {string.Join(" | ", row)} |")),
        QuestionBlock question => $"? {question.Question} [{string.Join(", ", question.Similar)}] {question.Answer}",
        _ => throw new InvalidOperationException(),
    };

    private static IEnumerable<string> Texts(Block block) => block switch
    {
        HeadingBlock heading => [heading.Text],
        ParagraphBlock paragraph => [paragraph.Text],
        ListBlock list => list.Items,
        TableBlock table => table.Header.Concat(table.Rows.SelectMany(row => row)),
        QuestionBlock question => [question.Question, .. question.Similar, question.Answer, question.Category ?? ""],
        _ => [],
    };
}
