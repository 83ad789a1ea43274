using WeChatPlatform.Contracts;

namespace WeChatPlatform.Rag;

/// <summary>
/// All knowledge in force, searchable in memory; never changed once built. BM25 over titles and texts proposes, likeness
/// to the known wordings decides. Made for one machine and some ten thousand entries.
/// </summary>
internal sealed class KnowledgeIndex
{
    private const double TextWeight = 0.5;
    private const int Candidates = 50;

    // How much of a likeness depends on the ranking: enough to decide between entries that are worded alike.
    private const double RankingShare = 0.25;

    private readonly IReadOnlyList<KnowledgeItem> items;
    private readonly Bm25 titles;
    private readonly Bm25 texts;
    private readonly QuestionMatch match;
    private readonly Wording[][] wordings;
    private readonly HashSet<string>[] features;

    public KnowledgeIndex(IReadOnlyList<KnowledgeItem> items)
    {
        this.items = items;

        // The standard question counts twice: it is what the entry is about.
        titles = new Bm25([.. items.Select(item => Words([item.Title, item.Title, .. item.Similar]))]);
        texts = new Bm25([.. items.Select(item => Terms.Words(item.Text))]);
        features = [.. items.Select(FeaturesOf)];
        match = new QuestionMatch(features);
        wordings = [.. items.Select(item => item.Similar.Prepend(item.Subject).Select(match.Describe).ToArray())];
    }

    public int Count => items.Count;

    /// <summary>What fits the question, best first, each with its confidence.</summary>
    public IReadOnlyList<Evidence> Search(string question, int limit)
    {
        var asked = match.Describe(question);
        var words = Terms.Words(question);
        var ranking = new Dictionary<int, double>();
        titles.AddScores(words, 1, ranking);
        texts.AddScores(words, TextWeight, ranking);

        var candidates = ranking.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).Take(Candidates).ToList();
        var best = candidates.Count == 0 ? 1 : candidates[0].Value;
        var hits = candidates
            .Select(entry => new Hit(items[entry.Key], Score(asked, words, entry.Key, entry.Value / best), entry.Value))
            .Where(hit => hit.Score > 0)
            .OrderByDescending(hit => hit.Score)
            .ThenByDescending(hit => hit.Rank)
            .Take(Math.Max(limit, 2))
            .ToList();
        var ceiling = Ambiguity.Ceiling(hits);
        return
        [
            .. hits.Take(limit).Select(hit => new Evidence(
                hit.Item.Id, hit.Item.Kind, hit.Item.Source, hit.Item.Title, hit.Item.Text,
                Math.Round(Math.Min(hit.Score, ceiling), 4))),
        ];
    }

    private double Score(Wording asked, List<string> words, int item, double rankShare)
    {
        if (items[item].Kind == KnowledgeItem.Document)
        {
            var heading = wordings[item][0];
            return Confidence.FromPassage(
                match.Coverage(words, features[item]), match.Likeness(asked, heading, heading.Features), words.Count);
        }

        if (wordings[item].Any(known => known.Key == asked.Key))
        {
            return 1;
        }

        var likeness = wordings[item].Max(known => match.Likeness(asked, known, features[item]));
        return Confidence.FromLikeness(likeness * (1 - RankingShare + (RankingShare * rankShare)));
    }

    private static HashSet<string> FeaturesOf(KnowledgeItem item) => item.Kind == KnowledgeItem.Document
        ? [.. Terms.Words($"{item.Title} {item.Text}")]
        : [.. item.Similar.Prepend(item.Title).SelectMany(Terms.Features)];

    private static List<string> Words(IEnumerable<string> texts) => [.. texts.SelectMany(Terms.Words)];
}
