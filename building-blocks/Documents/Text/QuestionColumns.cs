using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents;

/// <summary>Which columns of a list are question, answer, other wordings and category.</summary>
internal sealed partial record QuestionColumns(int Question, int Answer, IReadOnlyList<int> Similar, int? Category, int? Title)
{
    private static readonly string[] Questions =
        ["问题", "标准问", "标准问题", "标准问法", "提问", "问", "客户问题", "用户问题", "常见问题", "问题描述", "咨询问题", "question", "standardquestion", "q", "query", "faq"];

    private static readonly string[] Answers =
        ["答案", "回答", "标准答案", "答复", "回复", "答", "参考答案", "客服回复", "解答", "解决方案", "处理方法", "回复内容", "answer", "standardanswer", "a", "reply", "response"];

    // Only beside a question: on their own these words are no answer.
    private static readonly string[] Contents = ["分段内容", "内容", "content"];

    private static readonly string[] Others =
        ["相似问", "相似问题", "相似问法", "扩展问", "扩展问题", "扩展问法", "同义问", "同义问题", "其他问法", "similar", "similarquestion", "similarquestions", "variants", "alternatives"];

    private static readonly string[] Categories = ["分类", "类别", "类目", "问题分类", "问题类型", "类型", "category", "topic", "type"];

    private static readonly string[] Titles = ["分段标题", "标题", "title"];

    /// <summary>Absent when the header names no question or no answer.</summary>
    public static QuestionColumns? Find(IReadOnlyList<string> header)
    {
        var names = header.Select(Plain).ToList();
        if (Column(names, Questions) is not { } question || (Column(names, Answers) ?? Column(names, Contents)) is not { } answer)
        {
            return null;
        }

        return new QuestionColumns(
            question,
            answer,
            [.. names.Index().Where(name => Array.Exists(Others, other => StartsWith(name.Item, other))).Select(name => name.Index)],
            Column(names, Categories),
            Column(names, Titles));
    }

    /// <summary>Absent when the row lacks the question or the answer.</summary>
    public (string Question, IEnumerable<string> Similar, string Answer, string? Category)? Read(IReadOnlyList<string> row)
    {
        var asked = row[Question].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var question = asked.FirstOrDefault() ?? (Title is { } title ? row[title] : "");
        if (question.Length == 0 || row[Answer].Length == 0)
        {
            return null;
        }

        var similar = asked.Skip(1).Concat(Similar.SelectMany(column =>
            row[column].Split(['\n', '|', '；', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        return (question, similar, row[Answer], Category is { } category ? row[category] : null);
    }

    private static int? Column(List<string> names, string[] known) =>
        known.Select(word => names.FindIndex(name => name == word)).Where(index => index >= 0).Select(index => (int?)index).FirstOrDefault();

    // 相似问1, 相似问2, ...
    private static bool StartsWith(string name, string word) =>
        name.StartsWith(word, StringComparison.Ordinal) && name[word.Length..].All(char.IsDigit);

    private static string Plain(string heading) =>
        Notes().Replace(heading.Normalize(NormalizationForm.FormKC), "").Trim().ToLowerInvariant();

    [GeneratedRegex("\\(.*|[\\s*_：:]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Notes();
}
