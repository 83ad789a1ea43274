namespace WeChatPlatform.Rag.Tests;

/// <summary>Retrieval and confidence on questions that nobody here wrote.</summary>
public sealed class RetrievalQualityTests(ITestOutputHelper output)
{
    [Fact]
    public void A_real_knowledge_base_is_searched_better_than_plain_bigram_ranking()
    {
        var measured = Measure("cmcc_kb");

        measured.ReciprocalRank.ShouldBeGreaterThan(0.515);
        measured.FirstFive.ShouldBeGreaterThan(0.718);
    }

    [Fact]
    public void Similar_questions_find_their_intent_better_than_plain_bigram_ranking()
    {
        var measured = Measure("cmcc_intent");

        measured.ReciprocalRank.ShouldBeGreaterThan(0.706);
        measured.First.ShouldBeGreaterThan(0.569);
    }

    [Fact]
    public void Questions_of_another_trade_stay_below_what_asks_back()
    {
        var index = new KnowledgeIndex(EvalData.Documents("cmcc_kb"));
        var strangers = EvalData.Queries("lcqmc_dev").Take(600).ToList();

        var taken = strangers.Count(query => Best(index, query.Q) >= 0.55);

        output.WriteLine($"{taken} of {strangers.Count} strangers at 0.55 or more");
        taken.ShouldBeLessThan(strangers.Count / 50);
    }

    [Fact]
    public void What_is_answered_without_asking_back_is_mostly_right()
    {
        var index = new KnowledgeIndex(EvalData.Documents("cmcc_kb"));
        var answered = EvalData.Queries("cmcc_kb")
            .Select(query => (query.Rel, Hit: index.Search(query.Q, 1)))
            .Where(result => result.Hit is [{ Score: >= 0.75 }])
            .ToList();

        var right = answered.Count(result => result.Rel.Contains(result.Hit[0].Id));

        output.WriteLine($"{right} right of {answered.Count} answered");
        ((double)right / answered.Count).ShouldBeGreaterThan(0.85);
    }

    private Measured Measure(string set)
    {
        var index = new KnowledgeIndex(EvalData.Documents(set));
        var queries = EvalData.Queries(set).ToList();
        var ranks = queries.ConvertAll(query => Rank(index.Search(query.Q, 10).Select(hit => hit.Id), query.Rel));
        var measured = new Measured(
            ranks.Average(rank => rank == 0 ? 0 : 1.0 / rank),
            (double)ranks.Count(rank => rank == 1) / ranks.Count,
            (double)ranks.Count(rank => rank is >= 1 and <= 5) / ranks.Count);
        output.WriteLine($"{set}: {measured}");
        return measured;
    }

    // 1 for the first place, 0 for not found.
    private static int Rank(IEnumerable<string> found, string[] relevant) =>
        found.Select((id, place) => relevant.Contains(id) ? place + 1 : 0).FirstOrDefault(place => place > 0);

    private static double Best(KnowledgeIndex index, string question) =>
        index.Search(question, 1) is [var hit] ? hit.Score : 0;

    private sealed record Measured(double ReciprocalRank, double First, double FirstFive);
}
