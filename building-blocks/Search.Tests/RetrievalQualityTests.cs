using System.Text.Json;

namespace WeChatPlatform.Search.Tests;

/// <summary>
/// Retrieval and confidence on questions that nobody here wrote: public sets in the folder that EVAL_DATA names, or ../shared/eval
/// beside the repository. They are measured with and never copied; without them these tests skip.
/// </summary>
public sealed class RetrievalQualityTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("cmcc_kb", 0.515)]
    [InlineData("cmcc_intent", 0.706)]
    public async Task Questions_find_their_entry_better_than_plain_ranking_of_pairs(string set, double floor)
    {
        using var shop = await OpenAsync(set);
        var questions = Lines<Question>(set, "queries.jsonl").Where((_, at) => at % 4 == 0).ToList();
        var sum = 0.0;
        foreach (var question in questions)
        {
            var rank = (await shop.Knowledge.Ask(question.Q, 10)).Select(one => shop.Ids[one.Entry.EntryId]).ToList().FindIndex(question.Rel.Contains);
            sum += rank < 0 ? 0 : 1.0 / (rank + 1);
        }

        output.WriteLine($"MRR@10 {sum / questions.Count:F3}");
        (sum / questions.Count).ShouldBeGreaterThan(floor + 0.03);
    }

    [Fact]
    public async Task What_is_answered_without_asking_back_is_mostly_right_and_strangers_are_not_answered()
    {
        using var shop = await OpenAsync("cmcc_kb");
        var answered = new List<bool>();
        foreach (var question in Lines<Question>("cmcc_kb", "queries.jsonl"))
        {
            if (await shop.Knowledge.Ask(question.Q, 1) is [{ Confidence: >= 0.75 } best])
            {
                answered.Add(question.Rel.Contains(shop.Ids[best.Entry.EntryId]));
            }
        }

        var taken = 0;
        var strangers = Lines<Question>("lcqmc_dev", "queries.jsonl").Take(600).ToList();
        foreach (var question in strangers)
        {
            taken += await shop.Knowledge.Ask(question.Q, 1) is [{ Confidence: >= 0.55 }] ? 1 : 0;
        }

        output.WriteLine($"{answered.Count(right => right)} right of {answered.Count} answered; {taken} of {strangers.Count} strangers at 0.55 or more");
        answered.Count(right => right).ShouldBeGreaterThan((int)(0.85 * answered.Count));
        taken.ShouldBeLessThan(strangers.Count / 50);
    }

    private static async Task<Shop> OpenAsync(string set)
    {
        var documents = Lines<Document>(set, "docs.jsonl").ToDictionary(document => document.Id);
        var entries = documents.Values.Select(one => (one.Id, Entry: Knowledge.Faq(one.Title ?? "", one.Text ?? "", one.Similar ?? []))).ToList();
        return new Shop(await Knowledge.Of([.. entries.Select(one => one.Entry)]), entries.ToDictionary(one => one.Entry.EntryId, one => one.Id));
    }

    private static List<T> Lines<T>(string set, string file)
    {
        var path = Path.Combine(
            Environment.GetEnvironmentVariable("EVAL_DATA") is { Length: > 0 } named ? named : Path.Combine(SampleShop.Repository(), "..", "shared", "eval"), set, file);
        Assert.SkipUnless(File.Exists(path), $"evaluation data missing: {set}/{file} is not below EVAL_DATA");
        return [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web)!)];
    }

    private sealed record Document(string Id, string? Title, string? Text, string[]? Similar);

    private sealed record Question(string Q, string[] Rel);

    private sealed record Shop(InProcessKnowledge Knowledge, Dictionary<Guid, string> Ids) : IDisposable
    {
        public void Dispose() => Knowledge.Dispose();
    }
}
