using WeChatPlatform.Testing;

namespace WeChatPlatform.Llm.Tests;

/// <summary>The first provider dies, dawdles, limits, talks nonsense and comes back; nobody waits longer than the deadline.</summary>
public class FallbackTests
{
    private static readonly ProviderDialect[] Two = [ProviderDialects.OpenAi, ProviderDialects.ByName("deepseek")];
    private static readonly ProviderDialect[] Three = [.. Two, ProviderDialects.ByName("claude")];

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task Another_is_asked_when_the_first_fails(int status)
    {
        await using var kit = await Start(Two, time: null, ("Llm:MaxRetries", "1"));
        kit.Providers[0].Otherwise = ProviderAnswer.Fails(status);
        kit.Providers[1].Otherwise = ProviderAnswer.Says("第二家");

        var outcome = await kit.AskAsync();

        outcome.Text.ShouldBe("第二家");
        outcome.Target.ShouldBe(kit.Targets[1]);
        outcome.Tries[^1].Target.ShouldBe(kit.Targets[1]);
        outcome.Tries.Count(one => one.Target == kit.Targets[0]).ShouldBe(kit.Providers[0].Requests.Count);
        kit.Log.Count(line => line.EventId == 354).ShouldBe(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task Nobody_else_is_asked_when_the_question_is_refused(int status)
    {
        await using var kit = await Start(Two);
        kit.Providers[0].Otherwise = ProviderAnswer.Fails(status);

        var outcome = await kit.AskAsync();

        outcome.Failure.ShouldBe(LlmFailure.Rejected);
        outcome.Tries.Single().ShouldSatisfyAllConditions(
            one => one.Target.ShouldBe(kit.Targets[0]), one => one.Status.ShouldBe(status), one => one.InputTokens.ShouldBe(0));
        kit.Providers[1].Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_else_is_asked_when_the_answer_was_filtered()
    {
        await using var kit = await Start(Two);
        kit.Providers[0].Otherwise = new ProviderAnswer { Text = "什么", FinishReason = "content_filter" };

        (await kit.AskAsync()).Failure.ShouldBe(LlmFailure.Rejected);

        kit.Providers[1].Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ProviderFault.NoAnswer)]
    [InlineData(ProviderFault.Reset)]
    [InlineData(ProviderFault.EndsEarly)]
    [InlineData(ProviderFault.NotJson)]
    [InlineData(ProviderFault.OtherJson)]
    [InlineData(ProviderFault.ErrorInStream)]
    public async Task Nonsense_and_broken_answers_lead_to_the_next(ProviderFault fault)
    {
        await using var kit = await Start(Two, time: null, ("Llm:MaxRetries", "0"), ("Llm:Streaming", "true"));
        kit.Providers[0].Otherwise = ProviderAnswer.Breaks(fault);
        kit.Providers[1].Otherwise = ProviderAnswer.Says("第二家");

        (await kit.AskAsync()).Text.ShouldBe("第二家");
    }

    [Fact]
    public async Task An_empty_answer_leads_to_the_next()
    {
        await using var kit = await Start(Two);
        kit.Providers[0].Otherwise = ProviderAnswer.Says("");
        kit.Providers[1].Otherwise = ProviderAnswer.Says("第二家");

        var outcome = await kit.AskAsync();

        outcome.Text.ShouldBe("第二家");
        outcome.Tries.Select(one => one.Failure).ShouldBe([LlmFailure.BadAnswer, null]);
        outcome.Tries[0].OutputTokens.ShouldBe(10);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_costs_the_next_one_nothing()
    {
        await using var kit = await Start(Two);
        await kit.Providers[0].DisposeAsync();
        kit.Providers[1].Otherwise = ProviderAnswer.Says("第二家");

        var outcome = await kit.AskAsync();

        outcome.Text.ShouldBe("第二家");
        outcome.Tries.Select(one => one.InputTokens > 0).ShouldBe([false, false, false, true]);
    }

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
    public async Task An_account_without_money_is_not_asked_twice()
    {
        await using var kit = await Start(Two);
        kit.Providers[0].Otherwise = ProviderAnswer.Complains(ProviderComplaint.NoMoney);
        kit.Providers[1].Otherwise = ProviderAnswer.Says("第二家");

        var outcome = await kit.AskAsync();

        outcome.Text.ShouldBe("第二家");
        outcome.Tries[0].Objection.ShouldBe(ProviderObjection.Quota);
        kit.Providers[0].Requests.Count.ShouldBe(1);
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

    [Fact]
    public async Task An_answer_of_which_something_is_visible_is_continued_by_nobody()
    {
        await using var kit = await Start(Two);
        kit.Providers[0].Otherwise = ProviderAnswer.Breaks(ProviderFault.EndsEarly, "这是一段会断掉的很长的回答");

        var outcome = await kit.AskAsync(new LlmRequest(LlmKit.Question, kit.Targets) { OnText = (_, _) => ValueTask.FromResult(true) });

        outcome.Failure.ShouldBe(LlmFailure.Unavailable);
        outcome.Tries.Single().ShouldSatisfyAllConditions(
            one => one.IsEstimated.ShouldBeTrue(), one => one.InputTokens.ShouldBeGreaterThan(0), one => one.OutputTokens.ShouldBeGreaterThan(0));
        kit.Providers[1].Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_of_the_stream_learns_when_it_starts_again()
    {
        await using var kit = await Start(Two, time: null, ("Llm:MaxRetries", "0"));
        kit.Providers[0].Otherwise = ProviderAnswer.Breaks(ProviderFault.EndsEarly, "第一家说到一半就没了");
        kit.Providers[1].Otherwise = ProviderAnswer.Says("第二家的完整回答。");
        var read = "";

        var outcome = await kit.AskAsync(new LlmRequest(LlmKit.Question, kit.Targets)
        {
            OnTry = _ => read = "",
            OnText = (text, _) =>
            {
                read += text;
                return ValueTask.FromResult(false);
            },
        });

        read.ShouldBe("第二家的完整回答。");
        outcome.Text.ShouldBe(read);
    }

    [Fact]
    public async Task Requests_at_once_are_limited_for_each_provider()
    {
        await using var kit = await Start([ProviderDialects.OpenAi], time: null, ("Llm:Providers:0:MaxConcurrency", "2"));
        var (now, most) = (0, 0);
        kit.Provider.Writer = async (_, ct) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(5, ct);
            Interlocked.Decrement(ref now);
            return ProviderAnswer.Says("好");
        };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => kit.AskAsync()));

        outcomes.ShouldAllBe(outcome => outcome.Text == "好");
        most.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Nobody_to_ask_is_a_failure_without_tries()
    {
        await using var kit = await Start(Two);

        var outcome = await kit.AskAsync(new LlmRequest(LlmKit.Question, [new LlmTarget("nobody", "m")]));

        (outcome.Failure, outcome.Tries.Count).ShouldBe((LlmFailure.Unavailable, 0));
    }

    private static Task<LlmKit> Start(
        IReadOnlyList<ProviderDialect> dialects, TimeProvider? time = null, params (string Name, string Value)[] settings) =>
        LlmKit.StartAsync(dialects, time, settings);

    private static Task Arrives(LlmKit kit, int provider, int requests) =>
        Eventually.Holds($"request {requests} reaches provider {provider}", () => kit.Providers[provider].Requests.Count == requests);
}
