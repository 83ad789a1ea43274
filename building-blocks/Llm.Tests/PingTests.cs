using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Llm.Tests;

public class PingTests
{
    [Theory]
    [InlineData("openai")]
    [InlineData("claude")]
    [InlineData("gemini")]
    [InlineData("glm")]
    [InlineData("qwen")]
    public async Task The_verdict_says_what_is_wrong(string dialect)
    {
        await using var kit = await LlmKit.StartAsync([ProviderDialects.ByName(dialect)], time: null);

        (await PingAsync(kit, ProviderAnswer.Says("p"))).Word.ShouldBe("ok");
        ((int?)(kit.Provider.Requests[0].Body["max_tokens"] ?? kit.Provider.Requests[0].Body["max_completion_tokens"])).ShouldBe(1);
        (await PingAsync(kit, ProviderAnswer.Says("") with { FinishReason = "length" })).Word.ShouldBe("ok");
        (await PingAsync(kit, ProviderAnswer.Complains(ProviderComplaint.KeyWrong))).Word.ShouldBe("key_wrong");
        (await PingAsync(kit, ProviderAnswer.Complains(ProviderComplaint.ModelUnknown))).Word.ShouldBe("model_unknown");
        (await PingAsync(kit, ProviderAnswer.Complains(ProviderComplaint.NoMoney))).Word.ShouldBe("quota");
        (await PingAsync(kit, ProviderAnswer.Complains(ProviderComplaint.TooFast))).Word.ShouldBe("quota");
        (await PingAsync(kit, ProviderAnswer.Complains(ProviderComplaint.ServerError))).Word.ShouldBe("failing");
        (await PingAsync(kit, ProviderAnswer.Complains(ProviderComplaint.BadRequest))).Word.ShouldBe("refused");
        (await PingAsync(kit, ProviderAnswer.Breaks(ProviderFault.NotJson))).Word.ShouldBe("not_the_protocol");
        (await PingAsync(kit, ProviderAnswer.Breaks(ProviderFault.NoAnswer))).Word.ShouldBe("network");
        kit.Provider.Requests.Count.ShouldBe(10);
    }

    [Fact]
    public async Task What_a_test_cost_is_told_for_the_ledger()
    {
        await using var kit = await LlmKit.StartAsync();

        var paid = (await PingAsync(kit, ProviderAnswer.Says("p") with { InputTokens = 3, OutputTokens = 1 })).Try.ShouldNotBeNull();
        (paid.Failure, paid.InputTokens, paid.OutputTokens, paid.IsEstimated).ShouldBe((null, 3, 1, false));

        var refused = (await PingAsync(kit, ProviderAnswer.Complains(ProviderComplaint.KeyWrong))).Try.ShouldNotBeNull();
        (refused.Failure is null, refused.InputTokens, refused.OutputTokens).ShouldBe((false, 0, 0));
    }

    [Fact]
    public async Task Nobody_at_the_address_is_the_network()
    {
        await using var kit = await LlmKit.StartAsync();
        await kit.Provider.DisposeAsync();

        var verdict = await PingAsync(kit);

        verdict.Word.ShouldBe("network");
        verdict.Chinese.ShouldContain("127.0.0.1");
        verdict.English.ShouldContain("127.0.0.1");
    }

    [Fact]
    public async Task A_wrong_path_is_not_the_protocol()
    {
        await using var kit = await LlmKit.StartAsync([ProviderDialects.ByName("claude")], time: null, ("Llm:Providers:0:Protocol", "OpenAi"));

        (await PingAsync(kit)).Word.ShouldBe("not_the_protocol");
    }

    [Fact]
    public async Task No_answer_for_a_quarter_of_a_minute_is_slow()
    {
        var clock = new FakeClock();
        await using var kit = await LlmKit.StartAsync([ProviderDialects.OpenAi], clock);
        kit.Provider.Otherwise = ProviderAnswer.Never();

        var ping = PingAsync(kit);
        await Eventually.Holds("the ping arrives", () => kit.Provider.Requests.Count == 1);
        clock.Advance(TimeSpan.FromSeconds(15));

        (await ping).ShouldSatisfyAllConditions(verdict => verdict.Word.ShouldBe("slow"), verdict => verdict.Took.ShouldBe(TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public async Task A_late_answer_is_slow()
    {
        var clock = new FakeClock();
        await using var kit = await LlmKit.StartAsync([ProviderDialects.OpenAi], clock);
        kit.Provider.Writer = (_, _) =>
        {
            clock.Advance(TimeSpan.FromSeconds(6));
            return Task.FromResult(ProviderAnswer.Says("p"));
        };

        (await PingAsync(kit)).Word.ShouldBe("slow");
    }

    private static Task<PingVerdict> PingAsync(LlmKit kit, params ReadOnlySpan<ProviderAnswer> answers)
    {
        kit.Provider.Then(answers);
        return kit.Services.GetRequiredService<ILlmPing>().PingAsync(kit.Connected[0], TestContext.Current.CancellationToken);
    }
}
