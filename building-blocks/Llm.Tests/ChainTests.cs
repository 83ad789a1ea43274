using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Llm.Tests;

public class ChainTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_comes_with_its_usage(bool streaming)
    {
        await using var kit = await Start(streaming);
        kit.Provider.Then(new ProviderAnswer { Text = "七千瓦的是1980元。", InputTokens = 321, OutputTokens = 12 });

        var outcome = await kit.AskAsync();

        outcome.Text.ShouldBe("七千瓦的是1980元。");
        outcome.Tries.Single().ShouldSatisfyAllConditions(
            one => one.Failure.ShouldBeNull(),
            one => one.InputTokens.ShouldBe(321),
            one => one.OutputTokens.ShouldBe(12),
            one => one.Duration.ShouldBeGreaterThan(TimeSpan.Zero));
    }

    [Fact]
    public async Task Every_request_is_measured_with_its_outcome_and_tokens()
    {
        await using var kit = await Start(settings: [("Llm:Providers:0:Model", "measured-model"), ("Llm:MaxRetries", "1")]);
        var seen = new ConcurrentBag<(string Instrument, double Value, string Labels)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, on) =>
            {
                if (instrument.Meter.Name == "WeChatPlatform.Llm")
                {
                    on.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        kit.Provider.Then(ProviderAnswer.Fails(503));
        kit.Provider.Then(new ProviderAnswer { Text = "好", InputTokens = 321, OutputTokens = 12 });

        await kit.AskAsync();

        var told = seen.Where(one => one.Labels.Contains("measured-model", StringComparison.Ordinal)).ToList();
        told.Where(one => one.Instrument == "wechat.llm.calls").Select(one => one.Labels.Split(',')[^1]).Order()
            .ShouldBe(["outcome=ok", "outcome=unavailable"]);
        told.Count(one => one.Instrument == "wechat.llm.call.duration").ShouldBe(2);
        told.Where(one => one.Instrument == "wechat.llm.tokens" && one.Labels.EndsWith("input", StringComparison.Ordinal)).Sum(one => one.Value).ShouldBe(321);
        told.Where(one => one.Instrument == "wechat.llm.tokens" && one.Labels.EndsWith("output", StringComparison.Ordinal)).Sum(one => one.Value).ShouldBe(12);

        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen.Add((instrument.Name, value, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
    }

    [Fact]
    public async Task The_request_carries_model_key_limits_and_messages()
    {
        await using var kit = await Start();

        await kit.AskAsync();

        var request = kit.Provider.Requests.Single();
        request.Authorization.ShouldBe($"Bearer {LlmKit.Key}");
        request.Model.ShouldBe("fake-model");
        ((int?)request.Body["max_completion_tokens"]).ShouldBe(512);
        ((double?)request.Body["temperature"])!.Value.ShouldBe(0.3, 0.001);
        request.Messages.ShouldBe([("system", "规则"), ("user", "多少钱")]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_never_answers_times_out_try_by_try(bool streaming)
    {
        await using var kit = await Start(streaming, ("Llm:TryTimeoutSeconds", "0.2"), ("Llm:MaxRetries", "1"));
        kit.Provider.Otherwise = ProviderAnswer.Never();

        var outcome = await kit.AskAsync();

        outcome.Failure.ShouldBe(LlmFailure.Timeout);
        outcome.Tries.Select(one => one.Failure).ShouldBe([LlmFailure.Timeout, LlmFailure.Timeout]);
    }

    [Fact]
    public async Task The_total_timeout_ends_all_tries()
    {
        await using var kit = await Start(
            settings: [("Llm:TryTimeoutSeconds", "0.3"), ("Llm:TotalTimeoutSeconds", "0.5"), ("Llm:MaxRetries", "10")]);
        kit.Provider.Otherwise = ProviderAnswer.Never();

        var outcome = await kit.AskAsync();

        outcome.Failure.ShouldBe(LlmFailure.Timeout);
        outcome.Tries.Count.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task A_rate_limit_is_waited_for_as_long_as_the_provider_says()
    {
        var clock = new SkippingClock();
        await using var kit = await LlmKit.StartAsync([ProviderDialects.OpenAi], clock, Patient);
        kit.Provider.Then(ProviderAnswer.RateLimited("7"), ProviderAnswer.Says("好的"));

        var outcome = await kit.AskAsync();

        outcome.Text.ShouldBe("好的");
        outcome.Tries.Select(one => one.Failure).ShouldBe([LlmFailure.RateLimited, null]);
        clock.Waits.ShouldBe([TimeSpan.FromSeconds(7)]);
    }

    [Fact]
    public async Task A_rate_limit_longer_than_we_wait_ends_the_call_at_once()
    {
        var clock = new SkippingClock();
        await using var kit = await LlmKit.StartAsync([ProviderDialects.OpenAi], clock, Patient);
        kit.Provider.Otherwise = ProviderAnswer.RateLimited("55");

        var outcome = await kit.AskAsync();

        outcome.Failure.ShouldBe(LlmFailure.RateLimited);
        kit.Provider.Requests.Count.ShouldBe(1);
        clock.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rate_limit_without_a_time_backs_off_and_tries_again()
    {
        await using var kit = await Start();
        kit.Provider.Then(ProviderAnswer.RateLimited(), ProviderAnswer.RateLimited(), ProviderAnswer.Says("好的"));

        (await kit.AskAsync()).Text.ShouldBe("好的");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_server_error_is_tried_again(int status)
    {
        await using var kit = await Start();
        kit.Provider.Then(ProviderAnswer.Fails(status), ProviderAnswer.Says("好的"));

        var outcome = await kit.AskAsync();

        outcome.Text.ShouldBe("好的");
        outcome.Tries.Select(one => one.Failure).ShouldBe([LlmFailure.Unavailable, null]);
    }

    [Theory]
    [InlineData(false, ProviderFault.NoAnswer)]
    [InlineData(true, ProviderFault.NoAnswer)]
    [InlineData(false, ProviderFault.Reset)]
    [InlineData(true, ProviderFault.Reset)]
    [InlineData(true, ProviderFault.EndsEarly)]
    public async Task A_broken_connection_is_asked_again_as_a_whole(bool streaming, ProviderFault fault)
    {
        await using var kit = await Start(streaming);
        kit.Provider.Then(ProviderAnswer.Breaks(fault, "说到一半就断了的一段话"), ProviderAnswer.Says("完整的回答。"));

        var outcome = await kit.AskAsync();

        outcome.Text.ShouldBe("完整的回答。");
        outcome.Tries.Select(one => one.Failure).ShouldBe([LlmFailure.Unavailable, null]);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_unavailable()
    {
        await using var kit = await Start();
        await kit.Provider.DisposeAsync();

        var outcome = await kit.AskAsync();

        outcome.Failure.ShouldBe(LlmFailure.Unavailable);
        outcome.Tries.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task A_refusal_is_not_repeated(int status)
    {
        await using var kit = await Start();
        kit.Provider.Otherwise = ProviderAnswer.Fails(status);

        var outcome = await kit.AskAsync();

        outcome.Failure.ShouldBe(LlmFailure.Rejected);
        kit.Provider.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false, ProviderFault.NotJson)]
    [InlineData(false, ProviderFault.EndsEarly)]
    public async Task What_is_not_the_protocol_is_a_bad_answer(bool streaming, ProviderFault fault)
    {
        await using var kit = await Start(streaming);
        kit.Provider.Otherwise = ProviderAnswer.Breaks(fault);

        (await kit.AskAsync()).Failure.ShouldBe(LlmFailure.BadAnswer);
    }

    [Theory]
    [InlineData("", "stop", LlmFailure.BadAnswer)]
    [InlineData("什么", "content_filter", LlmFailure.Rejected)]
    public async Task An_answer_without_words_or_filtered_is_none(string text, string finish, LlmFailure failure)
    {
        await using var kit = await Start();
        kit.Provider.Otherwise = new ProviderAnswer { Text = text, FinishReason = finish };

        (await kit.AskAsync()).Failure.ShouldBe(failure);
    }

    [Fact]
    public async Task Without_retries_one_request_is_made()
    {
        await using var kit = await Start(settings: ("Llm:MaxRetries", "0"));
        kit.Provider.Otherwise = ProviderAnswer.Fails(500);

        await kit.AskAsync();

        kit.Provider.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_caller_may_give_up()
    {
        await using var kit = await Start();
        kit.Provider.Otherwise = ProviderAnswer.Never();
        using var patience = new CancellationTokenSource();
        var asking = kit.Chain.CompleteAsync(new LlmRequest(LlmKit.Question, kit.Targets), patience.Token);
        await Eventually.Holds("the provider is asked", () => kit.Provider.Requests.Count == 1);

        await patience.CancelAsync();

        var given = await Assert.ThrowsAsync<LlmAbandonedException>(() => asking);

        given.Tries.Single().ShouldSatisfyAllConditions(
            one => one.WasAbandoned.ShouldBeTrue(), one => one.IsEstimated.ShouldBeTrue(), one => one.InputTokens.ShouldBeGreaterThan(0));
    }

    [Fact]
    public async Task A_stream_arrives_piece_by_piece()
    {
        await using var kit = await Start();
        kit.Provider.Otherwise = ProviderAnswer.Says("一二三四五六七八九十");
        List<string> pieces = [];

        var outcome = await kit.AskAsync(new LlmRequest(LlmKit.Question, kit.Targets) { OnText = Keep });

        pieces.ShouldBe(["一二三四", "五六七八", "九十"]);
        outcome.Text.ShouldBe("一二三四五六七八九十");
        outcome.FirstText.ShouldNotBeNull();

        ValueTask<bool> Keep(string text, CancellationToken ct)
        {
            pieces.Add(text);
            return ValueTask.FromResult(false);
        }
    }

    private static Task<LlmKit> Start(bool streaming = false, params (string Name, string Value)[] settings) =>
        LlmKit.StartAsync([.. settings, ("Llm:Streaming", streaming.ToString())]);

    // Timeouts beyond what the skipping clock skips.
    private static (string, string)[] Patient => [("Llm:TotalTimeoutSeconds", "300"), ("Llm:TryTimeoutSeconds", "299")];
}
