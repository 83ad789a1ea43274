using WeChatPlatform.Testing;

namespace WeChatPlatform.Llm.Tests;

/// <summary>The first provider dawdles, limits and comes back, by the clock: nobody waits longer than the deadline.</summary>
public class DeadlineTests
{
    private static readonly ProviderDialect[] Two = [ProviderDialects.OpenAi, ProviderDialects.ByName("deepseek")];
    private static readonly ProviderDialect[] Three = [.. Two, ProviderDialects.ByName("claude")];

    [Fact]
    public async Task A_long_rate_limit_leads_to_the_next_and_is_kept()
    {
        var clock = new FakeClock();
        await using var kit = await Start(Two, clock);
        kit.Providers[0].Then(ProviderAnswer.RateLimited("40"));
        kit.Providers[0].Otherwise = ProviderAnswer.Says("第一家");
        kit.Providers[1].Otherwise = ProviderAnswer.Says("第二家");

        (await kit.AskAsync()).Text.ShouldBe("第二家");
        clock.Advance(TimeSpan.FromSeconds(39));
        (await kit.AskAsync()).Text.ShouldBe("第二家");
        kit.Providers[0].Requests.Count.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(2));
        (await kit.AskAsync()).Text.ShouldBe("第一家");
    }

    [Fact]
    public async Task A_provider_that_was_taken_out_is_asked_again_after_an_hour()
    {
        var clock = new FakeClock();
        await using var kit = await Start(Two, clock, ("Llm:MaxRetries", "0"), ("Llm:BreakerFailures", "3"));
        kit.Providers[0].Otherwise = ProviderAnswer.Fails(500);
        kit.Providers[1].Otherwise = ProviderAnswer.Says("第二家");
        for (var i = 0; i < 5; i++)
        {
            (await kit.AskAsync()).Text.ShouldBe("第二家");
        }

        kit.Providers[0].Requests.Count.ShouldBe(3);
        kit.Providers[0].Otherwise = ProviderAnswer.Says("第一家");
        clock.Advance(TimeSpan.FromHours(1));

        (await kit.AskAsync()).Text.ShouldBe("第一家");
        (await kit.AskAsync()).Text.ShouldBe("第一家");
        kit.Log.Select(line => line.EventId).ShouldContain(357);
    }

    [Fact]
    public async Task No_customer_waits_longer_than_the_deadline()
    {
        var clock = new FakeClock();
        await using var kit = await Start(Three, clock);
        foreach (var provider in kit.Providers)
        {
            provider.Otherwise = ProviderAnswer.Never();
        }

        var asked = kit.AskAsync();
        await Arrives(kit, 0, 1);
        clock.Advance(TimeSpan.FromSeconds(12));
        await Arrives(kit, 1, 1);

        // Thirteen seconds are left; two thirds of them are the second one's.
        clock.Advance(TimeSpan.FromSeconds(13 * 2.0 / 3));
        await Arrives(kit, 2, 1);
        asked.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(13.0 / 3) + TimeSpan.FromMilliseconds(1));
        var outcome = await asked;

        outcome.Failure.ShouldBe(LlmFailure.Timeout);
        (clock.GetUtcNow() - FakeClock.DefaultStart).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(25.01));
        outcome.Tries.Select(one => one.Target).ShouldBe(kit.Targets);
        outcome.Tries.ShouldAllBe(one => one.WasAbandoned && one.IsEstimated && one.InputTokens > 0);
    }

    [Fact]
    public async Task A_question_has_its_own_deadline()
    {
        var clock = new FakeClock();
        await using var kit = await Start(Two, clock);
        kit.Providers[0].Otherwise = ProviderAnswer.Never();
        kit.Providers[1].Otherwise = ProviderAnswer.Says("第二家");

        var asked = kit.AskAsync(new LlmRequest(LlmKit.Question, kit.Targets) { Deadline = TimeSpan.FromSeconds(6) });
        await Arrives(kit, 0, 1);
        clock.Advance(TimeSpan.FromSeconds(4.001));

        (await asked).Text.ShouldBe("第二家");
    }

    [Fact]
    public async Task A_wait_that_does_not_fit_into_the_deadline_is_not_begun()
    {
        var clock = new FakeClock();
        await using var kit = await Start([ProviderDialects.OpenAi], clock);
        kit.Provider.Otherwise = ProviderAnswer.RateLimited("9");

        var outcome = await kit.AskAsync(new LlmRequest(LlmKit.Question, kit.Targets) { Deadline = TimeSpan.FromSeconds(8) });

        outcome.Failure.ShouldBe(LlmFailure.RateLimited);
        outcome.Tries.Count.ShouldBe(1);
    }

    private static Task<LlmKit> Start(
        IReadOnlyList<ProviderDialect> dialects, TimeProvider? time = null, params (string Name, string Value)[] settings) =>
        LlmKit.StartAsync(dialects, time, settings);

    private static Task Arrives(LlmKit kit, int provider, int requests) =>
        Eventually.Holds($"request {requests} reaches provider {provider}", () => kit.Providers[provider].Requests.Count == requests);
}
