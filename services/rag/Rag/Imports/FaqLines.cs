namespace WeChatPlatform.Rag;

/// <summary>
/// Collects the entries of a FAQ file and what is wrong with its lines, by one set of rules for every format.
/// </summary>
internal sealed class FaqLines
{
    private const int MaxQuestion = 500;
    private const int MaxAnswer = 4000;
    private const int MaxSimilar = 50;

    private readonly List<FaqDraft> entries = [];
    private readonly List<ImportFault> faults = [];
    private readonly Dictionary<string, int> lineOfQuestion = new(StringComparer.Ordinal);

    public IReadOnlyList<FaqDraft> Entries => entries;

    public IReadOnlyList<ImportFault> Faults => faults;

    public void Refuse(int line, string message) => faults.Add(new ImportFault(line, message));

    public void Add(int line, string? question, IEnumerable<string?>? similar, string? answer, string? category)
    {
        var draft = new FaqDraft(
            question?.Trim() ?? "",
            [.. (similar ?? []).Select(text => text?.Trim() ?? "").Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)],
            answer?.Trim() ?? "",
            string.IsNullOrWhiteSpace(category) ? null : category.Trim());
        if (Refusal(draft) is { } refusal)
        {
            Refuse(line, refusal);
        }
        else if (!lineOfQuestion.TryAdd(draft.Question, line))
        {
            var first = lineOfQuestion[draft.Question];
            Refuse(line, $"问题与第 {first} 行重复 / The question repeats line {first}.");
        }
        else
        {
            entries.Add(draft);
        }
    }

    internal static string? Refusal(FaqDraft draft) => draft switch
    {
        { Question.Length: 0 } => "缺少问题 / The question is missing.",
        { Answer.Length: 0 } => "缺少答案 / The answer is missing.",
        { Question.Length: > MaxQuestion } => $"问题超过 {MaxQuestion} 字 / The question is longer than {MaxQuestion} characters.",
        { Answer.Length: > MaxAnswer } => $"答案超过 {MaxAnswer} 字 / The answer is longer than {MaxAnswer} characters.",
        { Similar.Count: > MaxSimilar } => $"相似问超过 {MaxSimilar} 条 / More than {MaxSimilar} similar questions.",
        _ when draft.Similar.Any(text => text.Length > MaxQuestion) =>
            $"相似问超过 {MaxQuestion} 字 / A similar question is longer than {MaxQuestion} characters.",
        _ when !draft.Question.Any(char.IsLetterOrDigit) => "问题里没有文字 / The question holds no words.",
        _ => null,
    };
}
