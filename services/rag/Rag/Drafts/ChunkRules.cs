using System.Text.RegularExpressions;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag;

/// <summary>What people may write into the knowledge: the rules that imported lines follow too.</summary>
internal static class ChunkRules
{
    private const int LongestText = 8000;
    private const int LongestTitle = 500;
    private const int MostNames = 50;
    private const int LongestName = 100;

    public static ChunkContent Trimmed(ChunkContent content) => content with
    {
        Title = content.Title.Trim(),
        Text = content.Text.Trim(),
        Similar = [.. content.Similar.Select(text => text.Trim()).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)],
        Category = string.IsNullOrWhiteSpace(content.Category) ? null : content.Category.Trim(),
    };

    /// <summary>A path of headings that is too long loses its outermost ones: the innermost says what the piece is about.</summary>
    public static ChunkContent Shortened(ChunkContent content) => content.IsFaq || content.Title.Length <= LongestTitle
        ? content
        : content with { Title = content.Title[^LongestTitle..].TrimStart() };

    public static string? Refusal(ChunkContent content) => content switch
    {
        _ when HasNul(content) => "文字里有不能保存的字符 / The text has a character that cannot be stored.",
        { IsFaq: true } => FaqLines.Refusal(new FaqDraft(content.Title, content.Similar, content.Text, content.Category)),
        { Text.Length: 0 } => "片段不能为空 / A piece cannot be empty.",
        { Text.Length: > LongestText } => $"片段超过 {LongestText} 字 / The piece is longer than {LongestText} characters.",
        { Title.Length: > LongestTitle } => $"标题超过 {LongestTitle} 字 / The title is longer than {LongestTitle} characters.",
        _ => null,
    };

    public static IReadOnlyList<string> Names(IReadOnlyList<string>? names) =>
        [.. (names ?? []).Select(name => name?.Trim() ?? "").Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    public static string? Refusal(DocumentScope scope) => scope switch
    {
        { Products.Count: > MostNames } or { Audiences.Count: > MostNames } => $"最多 {MostNames} 个 / At most {MostNames} names.",
        _ when scope.Products.Concat(scope.Audiences).Any(name => name.Length > LongestName || name.Contains('\0', StringComparison.Ordinal)) =>
            $"名称最多 {LongestName} 字 / A name has at most {LongestName} characters.",
        { ValidFrom: { } from, ValidUntil: { } until } when until < from => "结束日期早于开始日期 / The last day is before the first.",
        _ => null,
    };

    /// <summary>
    /// What a person who wrote it should look at again; absent when there is nothing. What people write by hand stays as they wrote it: it may well be the
    /// company's own.
    /// </summary>
    public static IReadOnlyList<ReadingFault>? Warnings(ChunkContent content, RagOptions options)
    {
        var redactor = new Redactor([.. options.OwnContacts]);
        try
        {
            foreach (var text in content.Similar.Append(content.Title).Append(content.Text))
            {
                redactor.Redact(text);
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // Nobody knows: that is a reason to look, too.
            return [PersonalData(0, content.Page)];
        }

        return redactor.Count == 0 ? null : [PersonalData(redactor.Count, content.Page)];
    }

    private static ReadingFault PersonalData(int count, int? page) => new(
        "personal_data",
        $"内容里可能有个人信息（{count} 处，如电话、地址、证件号）；如是公司自己的，请加入 Rag:OwnContacts / There may be personal data in it ({count} pieces, such as phones or addresses); put what is the company's own into Rag:OwnContacts.",
        page);

    // PostgreSQL refuses NUL in text.
    private static bool HasNul(ChunkContent content) =>
        new[] { content.Title, content.Text, content.Category ?? "" }.Concat(content.Similar).Any(text => text.Contains('\0', StringComparison.Ordinal));
}
