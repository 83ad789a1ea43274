using System.Globalization;
using System.Text;
using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Contracts;

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

    public static string Measure(string data)
    {
        var report = new StringBuilder();
        var kb = Answers(data, "cmcc_kb", QuestionSet.Questions(data, "cmcc_kb"));
        var foreign = Answers(data, "cmcc_kb", [.. QuestionSet.Questions(data, "lcqmc_dev").Take(Strangers).Select(question => question with { Rel = [] })]);
        Append(report, "A telecom knowledge base, its own questions (cmcc_kb)", kb);
        Append(report, FormattableString.Invariant($"The same with {foreign.Count} questions of other trades, which nothing there answers (lcqmc_dev)"), [.. kb, .. foreign]);
        Append(report, "Standard questions with similar wordings (cmcc_intent)", Answers(data, "cmcc_intent", QuestionSet.Questions(data, "cmcc_intent")));
        return report.ToString();
    }

    private static List<Answer> Answers(string data, string set, IReadOnlyList<QuestionSet.Question> questions)
    {
        var index = QuestionSet.Index(data, set);
        var confidence = new AnswerConfidence();
        return [.. questions.Select(question => Of(question, index.Search(question.Q, Given), confidence))];
    }

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
