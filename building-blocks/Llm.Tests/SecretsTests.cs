using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Privacy;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Llm.Tests;

/// <summary>The fake provider quotes the caller's key and text in its errors, as real ones do.</summary>
public class SecretsTests
{
    private const string Question = "我的手机号是13800000000";

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("claude", false)]
    [InlineData("claude", true)]
    public async Task Neither_key_nor_text_is_in_the_exception_or_the_log(string dialect, bool streaming)
    {
        await using var kit = await LlmKit.StartAsync([ProviderDialects.ByName(dialect)], time: null);
        kit.Provider.Otherwise = ProviderAnswer.Complains(ProviderComplaint.KeyWrong);
        using var chat = kit.Services.GetRequiredService<ChatConnector>().Connect(kit.Connected[0], "m");
        var ct = TestContext.Current.CancellationToken;
        ChatMessage[] messages = [new(ChatRole.User, Question)];

        var failure = await Should.ThrowAsync<LlmException>(async () => _ = streaming
            ? await chat.GetStreamingResponseAsync(messages, cancellationToken: ct).ToChatResponseAsync(ct)
            : await chat.GetResponseAsync(messages, cancellationToken: ct));
        await kit.AskAsync(new LlmRequest(messages, kit.Targets));

        failure.Status.ShouldBe(401);
        failure.ToString().ShouldSatisfyAllConditions(
            text => text.ShouldNotContain(LlmKit.Key),
            text => text.ShouldNotContain("13800000000"));
        kit.Log.ShouldNotBeEmpty();
        kit.Log.Select(line => $"{line.Text} {line.Failure}").ShouldAllBe(line =>
            !line.Contains(LlmKit.Key, StringComparison.Ordinal) && !line.Contains("13800000000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_abroad_gets_no_phone_and_one_at_home_does()
    {
        await using var kit = await LlmKit.StartAsync(
            [ProviderDialects.OpenAi, ProviderDialects.ByName("deepseek")],
            time: null,
            ("Llm:Providers:0:Region", "Abroad"),
            ("Llm:Providers:1:Region", "China"),
            ("Llm:MaxRetries", "0"));
        kit.Provider.Otherwise = ProviderAnswer.Fails(503);

        await kit.AskAsync(new LlmRequest([new(ChatRole.User, Question)], kit.Targets));

        kit.Providers[0].Requests.Single().LastUserText.ShouldBe($"我的手机号是{PersonalData.Phone}");
        kit.Providers[1].Requests.Single().LastUserText.ShouldBe(Question);
    }
}
