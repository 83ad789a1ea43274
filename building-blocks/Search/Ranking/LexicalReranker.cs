using System.Runtime.CompilerServices;

namespace WeChatPlatform.Search;

/// <summary>
/// The reranker that needs no model. A question is compared with each wording of an entry by the weight of the terms that they
/// share, and with a passage by how much of the question the passage holds.
/// </summary>
/// <param name="statistics">How much each term tells; may change while this is in use.</param>
public sealed class LexicalReranker(CorpusStatistics statistics) : IReranker
{
    public const string BuiltInName = "built-in/1";

    // How much of a likeness depends on the ranking: enough to decide between questions that are worded alike. What a passage
    // holds of the question is most of its ranking already.
    private const double FaqRankingShare = 0.2;
    private const double PassageRankingShare = 0.05;

    // A passage that holds every word of the question may still answer another one: without a heading that agrees it stays
    // below what answers on its own.
    private const double CoverageShare = 0.55;

    private const double PassageShare = 0.95;

    // What the answer to a standard question says counts less than the question.
    private const double AnswerShare = 0.7;

    // How much the standard question counts beside the wording that fits best.
    private const double TitleShare = 0.3;

    // A single character, of which any word has several, against a pair: paraphrases keep characters and break pairs.
    private const double SingleWeight = 1.5;

    // How much a model's nearness counts.
    private const double MeaningShare = 0.5;

    // One or two words in common with a passage are chance.
    private const int CertainWords = 3;

    // What an entry is about does not change: cut once.
    private readonly ConditionalWeakTable<IndexEntry, Subject> subjects = [];

    public string Name => BuiltInName;

    /// <summary>Whether vectors come from a model, which knows meaning: then nearness counts beside spelling.</summary>
    public bool TrustsVectors { get; init; }

    public Task<IReadOnlyList<double>> ScoreAsync(string question, IReadOnlyList<RerankCandidate> candidates, CancellationToken ct)
    {
        var asked = new Asked(question, statistics);
        var best = candidates.Select(candidate => candidate.KeywordScore).DefaultIfEmpty(0).Max();
        var scores = new double[candidates.Count];
        var background = candidates.Count == 0 ? 0 : candidates.Min(candidate => candidate.VectorRank is null ? 1 : candidate.VectorScore);
        for (var at = 0; at < scores.Length; at++)
        {
            ct.ThrowIfCancellationRequested();

            // Without the keyword side there is no ranking to compare by, which is no fault of an entry.
            var spelling = Score(asked, candidates[at], best > 0 ? candidates[at].KeywordScore / best : 1);
            scores[at] = TrustsVectors ? Math.Max(spelling, Blend(spelling, candidates[at], background)) : spelling;
        }

        return Task.FromResult<IReadOnlyList<double>>(scores);
    }

    /// <summary>What this reranker's scores for a question mean.</summary>
    internal Trust TrustFor(string question)
    {
        var words = statistics.Terms.Words(question).Distinct().Count();
        return (entry, score, lead) => Calibration.Of(entry.Kind, score, lead, words);
    }

    /// <summary>Tells the entries that have the question among their wordings, by spelling.</summary>
    internal Func<IndexEntry, bool> KnownWordings(string question)
    {
        var key = statistics.Terms.Key(question);
        return entry => key.Length > 0 && entry.Kind == EntryKind.Faq && Array.Exists(Of(entry).Keys, known => known == key);
    }

    // What a model calls near depends on the model; the farthest candidate is its measure of not being about this.
    private static double Blend(double spelling, RerankCandidate candidate, double background) =>
        candidate.VectorRank is null || background >= 1
            ? spelling
            : ((1 - MeaningShare) * spelling) + (MeaningShare * Math.Clamp((candidate.VectorScore - background) / (1 - background), 0, 1));

    private double Score(Asked asked, RerankCandidate candidate, double rankShare)
    {
        var subject = Of(candidate.Entry);
        var likeness = Likeness(asked, subject);
        var share = candidate.Entry.Kind == EntryKind.Faq ? FaqRankingShare : PassageRankingShare;
        var ranking = 1 - share + (share * rankShare);
        var says = PassageScore(asked, candidate.Entry, likeness);
        return ranking * (candidate.Entry.Kind == EntryKind.Faq
            ? Math.Max(AnswerShare * says, likeness)
            : says);
    }

    private double PassageScore(Asked asked, IndexEntry entry, double headingLikeness)
    {
        var held = new HashSet<uint>();
        Hold(entry.Text);
        Hold(entry.Title);
        var certain = asked.Coverage(held) * Math.Min(1, (double)asked.Words.Count / CertainWords);
        return PassageShare * ((CoverageShare * certain) + ((1 - CoverageShare) * headingLikeness));

        void Hold(string text)
        {
            foreach (var word in statistics.Terms.Words(text))
            {
                if (asked.Words.Contains(word))
                {
                    held.Add(word);
                }
            }
        }
    }

    // The geometric mean of how much of the question is covered (by all wordings: one that mixes two of them is covered) and
    // how much of a wording is asked for.
    private double Likeness(Asked asked, Subject subject)
    {
        var (best, title) = (0.0, 0.0);
        for (var wording = 0; wording < subject.Wordings.Length; wording++)
        {
            var (shared, all) = (0.0, 0.0);
            foreach (var term in subject.Wordings[wording])
            {
                var weight = Weight(statistics, term);
                all += weight;
                shared += asked.Features.Contains(term) ? weight : 0;
            }

            var precision = shared > 0 ? shared / all : 0;
            best = Math.Max(best, precision);
            title = wording == 0 ? precision : title;
        }

        return best == 0 ? 0 : Math.Sqrt(((best * (1 - TitleShare)) + (title * TitleShare)) * asked.Share(subject.All));
    }

    private static double Weight(CorpusStatistics statistics, uint term) => statistics.Weight(term) * (Terms.IsSingle(term) ? SingleWeight : 1);

    private Subject Of(IndexEntry entry) => subjects.GetValue(entry, Cut);

    private Subject Cut(IndexEntry entry)
    {
        var wordings = EntryText.Wordings(entry).Where(wording => wording.Length > 0).ToList();
        var features = wordings.ConvertAll(wording => statistics.Terms.Features(wording).ToHashSet());
        return new Subject([.. features.Select(one => one.ToArray())], [.. features.SelectMany(one => one)], [.. wordings.Select(statistics.Terms.Key)]);
    }

    private sealed record Subject(uint[][] Wordings, HashSet<uint> All, string[] Keys);

    private sealed class Asked(string question, CorpusStatistics statistics)
    {
        public HashSet<uint> Features { get; } = [.. statistics.Terms.Features(question)];

        public HashSet<uint> Words { get; } = [.. statistics.Terms.Words(question)];

        public double Share(HashSet<uint> entry) => Held(Features, entry);

        public double Coverage(HashSet<uint> passage) => Held(Words, passage);

        private double Held(HashSet<uint> asked, HashSet<uint> holder)
        {
            var (held, all) = (0.0, 0.0);
            foreach (var term in asked)
            {
                var weight = Weight(statistics, term);
                all += weight;
                held += holder.Contains(term) ? weight : 0;
            }

            return all == 0 ? 0 : held / all;
        }
    }
}
