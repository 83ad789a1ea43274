using System.Globalization;
using System.Text;

namespace WeChatPlatform.Quality;

/// <summary>How well questions find what answers them, by each stage of a search, beside plain BM25 in the same run.</summary>
internal static class Retrieval
{
    public const string Name = "retrieval";

    private const int Depth = 10;
    private const string FloorTitle = "floor, title";
    private const string FloorAll = "floor, all";

    private static readonly string[] Stages = [FloorTitle, FloorAll, "keyword", "vector", "fused", "reranked"];

    public static async Task<string> MeasureAsync(EvaluationData data)
    {
        var measured = new List<(QuestionSet Set, Dictionary<string, List<int>> Ranks)>();
        foreach (var set in QuestionSet.All(data))
        {
            measured.Add((set, await RanksAsync(set)));
        }

        var report = new StringBuilder();
        Table(report, "MRR@10", measured, ranks => ranks.Average(rank => rank == 0 ? 0 : 1.0 / rank), isSummed: true);
        Table(report, "Recall@1", measured, ranks => Share(ranks, 1), isSummed: false);
        Table(report, "Recall@5", measured, ranks => Share(ranks, 5), isSummed: false);
        Table(report, "Recall@10", measured, ranks => Share(ranks, Depth), isSummed: false);
        await ChitChat.AppendAsync(report, data);
        return report.ToString();
    }

    private static double Share(List<int> ranks, int places) => (double)ranks.Count(rank => rank >= 1 && rank <= places) / ranks.Count;

    // For each stage and question the place of the first right document, 0 for none among ten.
    private static async Task<Dictionary<string, List<int>>> RanksAsync(QuestionSet set)
    {
        using var indexed = await set.IndexAsync();
        var titles = new BigramFloor([.. set.Documents.Select(document => string.Join(' ', [document.Title ?? "", .. document.Similar ?? []]))]);
        var all = new BigramFloor([.. set.Documents.Select(document => string.Join(' ', [document.Title ?? "", .. document.Similar ?? [], document.Text ?? ""]))]);
        var ranks = Stages.ToDictionary(stage => stage, _ => new List<int>(), StringComparer.Ordinal);
        foreach (var question in set.Questions)
        {
            var result = await indexed.SearchAsync(question.Q, Depth);
            var explained = result.Explanation!;
            IEnumerable<string>[] found =
            [
                titles.Search(question.Q, Depth).Select(number => set.Documents[number].Id),
                all.Search(question.Q, Depth).Select(number => set.Documents[number].Id),
                explained.Keyword.Select(hit => indexed.IdOf(hit.EntryId)),
                explained.Vector.Select(hit => indexed.IdOf(hit.EntryId)),
                explained.Fusion.Select(hit => indexed.IdOf(hit.EntryId)),
                result.Evidence.Select(one => indexed.IdOf(one.Entry.EntryId)),
            ];
            foreach (var (stage, list) in Stages.Zip(found))
            {
                ranks[stage].Add(list.Take(Depth).Select((id, place) => question.Rel.Contains(id) ? place + 1 : 0).FirstOrDefault(place => place > 0));
            }
        }

        return ranks;
    }

    private static void Table(
        StringBuilder report,
        string measure,
        List<(QuestionSet Set, Dictionary<string, List<int>> Ranks)> measured,
        Func<List<int>, double> value,
        bool isSummed)
    {
        report.Append(CultureInfo.InvariantCulture, $"\n**{measure}**\n\n| set | documents | questions | {string.Join(" | ", Stages)} | against the better floor |\n");
        report.Append("|---|---|---|").Insert(report.Length, "---|", Stages.Length).Append("---|\n");
        var gains = new List<double>();
        foreach (var (set, ranks) in measured)
        {
            var values = Stages.Select(stage => value(ranks[stage])).ToList();
            gains.Add(100 * (values[^1] - Math.Max(values[0], values[1])));
            report.Append(CultureInfo.InvariantCulture, $"| {set.Name} | {set.Documents.Count} | {set.Questions.Count} |")
                .AppendJoin("", values.Select(one => string.Create(CultureInfo.InvariantCulture, $" {one:0.000} |")))
                .Append(CultureInfo.InvariantCulture, $" {gains[^1]:+0.0;-0.0;0.0} |\n");
        }

        if (isSummed)
        {
            report.Append(
                CultureInfo.InvariantCulture,
                $"\nMean of the sets: reranked {gains.Average():+0.0;-0.0} points against the better floor of each set; the least is {gains.Min():+0.0;-0.0;0.0}.\n");
        }
    }
}
