using System.Globalization;
using System.Text;
using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Contracts;
using WeChatPlatform.Search;

namespace WeChatPlatform.Quality;

/// <summary>
/// How often an answer that rests on the best piece of evidence is right, by the confidence that it gets. The answer told is the evidence's own
/// text: what a model's wording adds to or takes from that cannot be measured without a model.
/// </summary>
internal static class Confidence
{
    private const int Strangers = 600;
    private const int Given = 6;

    private static readonly double[] Edges = [0, 0.4, 0.55, 0.65, 0.75, 0.85, 0.95, 1, double.PositiveInfinity];

    public const string Name = "confidence";

    public static async Task<string> MeasureAsync(EvaluationData data)
    {
        var report = new StringBuilder();
        var (kb, intents, strangers) = (QuestionSet.Read(data, "cmcc_kb"), QuestionSet.Read(data, "cmcc_intent"), QuestionSet.Read(data, "lcqmc_dev"));
        var own = await AnswersAsync(kb, kb.Questions);
        var foreign = await AnswersAsync(kb, [.. strangers.Questions.Take(Strangers).Select(question => question with { Rel = [] })]);
        Append(report, "A telecom knowledge base, its own questions (cmcc_kb)", own);
        Append(report, FormattableString.Invariant($"The same with {foreign.Count} questions of other trades, which nothing there answers (lcqmc_dev)"), [.. own, .. foreign]);
        Append(report, "Standard questions with similar wordings (cmcc_intent)", await AnswersAsync(intents, intents.Questions));
        foreach (var name in (string[])["baoxian_faq", "cmrc2018_dev", "drcd_dev_trad"])
        {
            var set = QuestionSet.Read(data, name);
            Append(report, $"{(set.Kind == EntryKind.Faq ? "Questions" : "Passages")} ({name})", await AnswersAsync(set, set.Questions));
        }

        return report.ToString();
    }

    private static async Task<List<Answer>> AnswersAsync(QuestionSet set, IReadOnlyList<QuestionSet.Question> questions)
    {
        using var index = await set.IndexAsync();
        var confidence = new AnswerConfidence();
        var answers = new List<Answer>();
        foreach (var question in questions)
        {
            var found = await index.SearchAsync(question.Q, Given);
            answers.Add(Of(question, [.. found.Evidence.Select(one => Told(set, index, one))], confidence));
        }

        return answers;
    }

    private static Evidence Told(QuestionSet set, QuestionSet.Indexed index, FoundEvidence found) => new(
        index.IdOf(found.Entry.EntryId), found.Entry.Kind == EntryKind.Faq ? "faq" : "document", set.Name, found.Entry.Title, found.Entry.Text, found.Confidence);

    private static Answer Of(QuestionSet.Question question, IReadOnlyList<Evidence> given, AnswerConfidence confidence)
    {
        IReadOnlyList<Evidence> cited = given is [var best, ..] ? [best] : [];
        var trust = confidence.Of(new AnswerTrustInput(question.Q, cited is [var one] ? one.Text : "", given, cited, CutOff: false, WasRewritten: false));
        return new Answer(trust.Confidence, cited is [var told] && question.Rel.Contains(told.Id));
    }

    private static void Append(StringBuilder report, string title, List<Answer> answers)
    {
        report.Append("\n**").Append(title).Append("**\n\n| confidence | answers | mean confidence | right |\n|---|---|---|---|\n");
        var error = 0.0;
        foreach (var (low, high) in Edges.Zip(Edges.Skip(1)))
        {
            var part = answers.FindAll(answer => answer.Confidence >= low && answer.Confidence < high);
            if (part.Count == 0)
            {
                continue;
            }

            var mean = part.Average(answer => answer.Confidence);
            var right = (double)part.Count(answer => answer.IsRight) / part.Count;
            error += Math.Abs(mean - right) * part.Count / answers.Count;
            var range = low >= 1 ? "1" : FormattableString.Invariant($"{low:0.00} to {high:0.00}");
            report.Append(CultureInfo.InvariantCulture, $"| {range} | {part.Count} | {mean:0.000} | {right:0.000} |\n");
        }

        var answered = answers.FindAll(answer => answer.Confidence >= 0.75);
        var share = answered.Count == 0 ? 0 : (double)answered.Count(answer => answer.IsRight) / answered.Count;
        report.Append(
            CultureInfo.InvariantCulture,
            $"\n{answers.Count} questions; expected calibration error {error:0.000}; {answered.Count} are answered at 0.75 or more, {share:0.000} of them right.\n");
    }

    private sealed record Answer(double Confidence, bool IsRight);
}
