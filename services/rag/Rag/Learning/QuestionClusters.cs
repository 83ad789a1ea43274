namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// Puts questions that ask the same together. The most frequent wordings come first and lead; each further one joins the leader that it shares most
/// with, by the weight of rare features, or leads itself. Then all are placed once more, now that every leader is known.
/// </summary>
internal static class QuestionClusters
{
    /// <summary>Least likeness to a leader.</summary>
    private const double Alike = 0.42;

    // Among few questions it does not show by their number that these only bind: 能开发票吗 and 可以开发票吗 are one.
    private const double BindingShare = 0.3;

    private static readonly HashSet<char> Binding = [.. "的了吗呢啊吧呀嘛哦是有和在能可以会要想该得给对把被让到怎样么如何什哪其之个些点一不没这那请问下"];

    /// <returns>The places of the questions in their list, a cluster each, the largest first; the first place is its leader's.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Of(IReadOnlyList<string> questions)
    {
        var wordings = questions
            .Select((text, place) => (Key: Likeness.Key(text), Place: place))
            .GroupBy(one => one.Key, StringComparer.Ordinal)
            .Select(group => new Wording([.. group.Select(one => one.Place)], Likeness.Features(questions[group.First().Place])))
            .Where(wording => wording.Features.Count > 0)
            .OrderByDescending(wording => wording.Places.Count)
            .ThenBy(wording => wording.Places[0])
            .ToList();
        var weights = Weights(wordings);
        var leaders = new Leaders(weights);
        foreach (var wording in wordings)
        {
            if (leaders.Nearest(wording.Features) is not { } near || near.Likeness < Alike)
            {
                leaders.Add(wording);
            }
        }

        var clusters = leaders.All.Select(leader => leader.Places.ToList()).ToList();
        foreach (var wording in wordings.Where(wording => !leaders.All.Contains(wording)))
        {
            clusters[leaders.Nearest(wording.Features)!.Value.Leader].AddRange(wording.Places);
        }

        return [.. clusters.OrderByDescending(cluster => cluster.Count).ThenBy(cluster => cluster[0])];
    }

    // A feature in one of ten questions says what, one in nearly all says how.
    private static Dictionary<string, double> Weights(List<Wording> wordings) =>
        wordings.SelectMany(wording => wording.Features)
            .CountBy(feature => feature, StringComparer.Ordinal)
            .ToDictionary(
                feature => feature.Key,
                feature => Math.Log(1 + ((double)wordings.Count / feature.Value)) * feature.Key.Average(one => Binding.Contains(one) ? BindingShare : 1),
                StringComparer.Ordinal);

    private sealed record Wording(List<int> Places, IReadOnlySet<string> Features);

    private sealed class Leaders(Dictionary<string, double> weights)
    {
        private readonly List<Wording> leaders = [];
        private readonly List<double> lengths = [];
        private readonly Dictionary<string, List<int>> byFeature = new(StringComparer.Ordinal);

        public IReadOnlyList<Wording> All => leaders;

        public void Add(Wording wording)
        {
            foreach (var feature in wording.Features)
            {
                if (!byFeature.TryGetValue(feature, out var list))
                {
                    byFeature[feature] = list = [];
                }

                list.Add(leaders.Count);
            }

            leaders.Add(wording);
            lengths.Add(Length(wording.Features));
        }

        /// <summary>The cosine of weighted features; numbers and models must be the same.</summary>
        public (int Leader, double Likeness)? Nearest(IReadOnlySet<string> features)
        {
            var shared = new Dictionary<int, double>();
            foreach (var feature in features)
            {
                if (byFeature.TryGetValue(feature, out var list))
                {
                    var weight = weights[feature] * weights[feature];
                    foreach (var leader in list)
                    {
                        shared[leader] = shared.GetValueOrDefault(leader) + weight;
                    }
                }
            }

            var length = Length(features);
            (int Leader, double Likeness)? best = null;
            foreach (var (leader, product) in shared.OrderBy(one => one.Key))
            {
                var likeness = product / (length * lengths[leader]);
                if (likeness > (best?.Likeness ?? 0) && Likeness.Of(features, leaders[leader].Features) > 0)
                {
                    best = (leader, likeness);
                }
            }

            return best;
        }

        private double Length(IReadOnlySet<string> features) => Math.Sqrt(features.Sum(feature => weights[feature] * weights[feature]));
    }
}
