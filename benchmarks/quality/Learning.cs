using System.Globalization;
using System.Text;
using System.Text.Json;
using WeChatPlatform.Rag.Learning;

namespace WeChatPlatform.Quality;

/// <summary>
/// How well the learning loop tells which line of staff answers a question, and how well it puts questions together that
/// ask the same.
/// </summary>
internal static class Learning
{
    public const string Name = "learning";

    public static string Measure(EvaluationData data)
    {
        var text = new StringBuilder();
        text.AppendLine("| what | set | taken for an answer | precision | recall | F1 |");
        text.AppendLine("|---|---|---|---|---|---|");
        Replies(text, data);
        text.AppendLine();
        Clusters(text, data);
        return text.ToString();
    }

    private static void Replies(StringBuilder text, EvaluationData data)
    {
        var rows = data.Lines("beike_reply", "pairs.jsonl")
            .GroupBy(row => row.GetProperty("qid").GetString()!)
            .SelectMany(question =>
            {
                var lines = question.OrderBy(row => int.Parse(row.GetProperty("rid").GetString()!, CultureInfo.InvariantCulture)).ToList();
                var sure = ReplyMatch.Of(Word(lines[0], "query"), lines.ConvertAll(row => Word(row, "reply")));
                return lines.Select((row, i) => new Reply(i, sure[i], SharesWord(Word(row, "query"), Word(row, "reply")), row.GetProperty("label").GetInt32() == 1));
            })
            .ToList();
        var set = string.Create(CultureInfo.InvariantCulture, $"beike_reply ({rows.Count} lines after {rows.Count(row => row.Position == 0)} questions)");
        Row(text, set, "every line", rows, _ => true);
        Row(text, set, "the first line", rows, row => row.Position == 0);
        Row(text, set, "a line that shares a character with the question", rows, row => row.SharesWord);
        Row(text, set, string.Create(CultureInfo.InvariantCulture, $"the rules, sure by {ReplyMatch.Answers:0.00} or more (what staff answers are put together of)"), rows, row => row.Sure >= ReplyMatch.Answers);
        Row(text, set, "the rules, sure by more than 0.75 (what may be learned)", rows, row => row.Sure > 0.75);
    }

    /// <summary>Of all pairs of questions in one cluster, how many have the same intent; of all pairs of the same intent, how many are in one cluster.</summary>
    private static void Clusters(StringBuilder text, EvaluationData data)
    {
        const int Taken = 1000;
        var rows = data.Lines("cmcc_intent", "queries.jsonl");
        var step = Math.Max(1, rows.Count / Taken);
        var sample = rows.Where((_, i) => i % step == 0).Take(Taken).ToList();
        var questions = sample.ConvertAll(row => Word(row, "q"));
        var intents = sample.ConvertAll(row => row.GetProperty("rel")[0].ToString());
        var clusters = QuestionClusters.Of(questions);
        long together = 0, right = 0;
        foreach (var cluster in clusters)
        {
            together += Pairs(cluster.Count);
            right += cluster.GroupBy(place => intents[place]).Sum(same => Pairs(same.Count()));
        }

        var all = intents.GroupBy(intent => intent).Sum(same => Pairs(same.Count()));
        var pure = clusters.Sum(cluster => cluster.GroupBy(place => intents[place]).Max(same => same.Count())) / (double)clusters.Sum(cluster => cluster.Count);
        text.Append(
            CultureInfo.InvariantCulture,
            $"Gap report, on {sample.Count} questions of {intents.Distinct().Count()} intents (cmcc_intent): {clusters.Count} clusters, {clusters.Count(cluster => cluster.Count >= 3)} of them with three questions or more; {right / (double)together:0.000} of the pairs in one cluster have one intent, {right / (double)all:0.000} of the pairs of one intent are in one cluster, purity {pure:0.000}.\n");
    }

    private static long Pairs(int count) => (long)count * (count - 1) / 2;

    private static bool SharesWord(string question, string reply) => question.Where(char.IsLetterOrDigit).Intersect(reply).Any();

    private static void Row(StringBuilder text, string set, string what, List<Reply> rows, Func<Reply, bool> taken)
    {
        var right = rows.Count(row => taken(row) && row.IsAnswer);
        var precision = right / (double)Math.Max(1, rows.Count(taken));
        var recall = right / (double)rows.Count(row => row.IsAnswer);
        text.Append(
            CultureInfo.InvariantCulture,
            $"| which line of staff answers | {set} | {what} | {precision:0.000} | {recall:0.000} | {2 * precision * recall / Math.Max(1e-9, precision + recall):0.000} |\n");
    }

    private static string Word(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";

    private sealed record Reply(int Position, double Sure, bool SharesWord, bool IsAnswer);
}
