using System.Collections.Concurrent;
using System.Globalization;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Llm.Tests;

/// <summary>What the chain writes down is what the providers have in their own books.</summary>
public class BooksTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Five_hundred_mixed_calls_agree_with_the_providers_books(bool streaming)
    {
        await using var kit = await LlmKit.StartAsync(
            [ProviderDialects.OpenAi, ProviderDialects.ByName("claude"), ProviderDialects.ByName("moonshot")],
            time: null,
            ("Llm:Streaming", streaming.ToString()),
            ("Llm:BreakerFailures", "1000"),
            ("Llm:MaxRetryAfterSeconds", "0.01"));
        foreach (var (provider, place) in kit.Providers.Select((provider, place) => (provider, place)))
        {
            var number = 0;
            provider.Writer = (_, _) => Task.FromResult(Answer(Interlocked.Increment(ref number), place));
        }

        var outcomes = new ConcurrentBag<LlmOutcome>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 500),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (_, ct) => outcomes.Add(await kit.Chain.CompleteAsync(new LlmRequest(LlmKit.Question, kit.Targets), ct)));

        var tries = outcomes.SelectMany(outcome => outcome.Tries).ToList();
        await Eventually.Holds("all books are written", () => kit.Providers.Sum(provider => provider.Bills.Count) == tries.Count);
        foreach (var (provider, target) in kit.Providers.Zip(kit.Targets))
        {
            var made = tries.Where(one => one.Target == target).ToList();
            var told = provider.Bills.Where(bill => bill.WasTold).ToList();
            made.Count.ShouldBe(provider.Requests.Count);
            made.Where(one => !one.IsEstimated).Sum(one => one.InputTokens).ShouldBe(told.Sum(bill => bill.InputTokens), target.Provider);
            made.Where(one => !one.IsEstimated).Sum(one => one.OutputTokens).ShouldBe(told.Sum(bill => bill.OutputTokens), target.Provider);
            made.Count(one => one.IsEstimated).ShouldBe(provider.Bills.Count(bill => !bill.WasTold), target.Provider);
        }

        outcomes.Count(outcome => outcome.Failure is null).ShouldBeGreaterThan(450);
        tries.Count(one => one.Failure is not null).ShouldBeGreaterThan(100);
    }

    // Fixed shares of everything that goes wrong, other ones at each provider.
    private static ProviderAnswer Answer(int number, int place)
    {
        var answer = ProviderAnswer.Says(string.Create(CultureInfo.InvariantCulture, $"第{number}个回答，共有几句话那么长。")) with
        {
            InputTokens = 100 + (number % 37),
            OutputTokens = 10 + (number % 11),
        };
        return ((number + (place * 3)) % 10) switch
        {
            1 => ProviderAnswer.Fails(503),
            2 => ProviderAnswer.RateLimited("0.001"),
            3 => answer with { Fault = ProviderFault.Reset },
            4 => answer with { TellsUsage = false },
            5 => ProviderAnswer.Breaks(ProviderFault.NoAnswer),
            _ => answer,
        };
    }
}
