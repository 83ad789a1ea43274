using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests;

/// <summary>The fake provider quotes the caller's key and text in its errors, as real ones do.</summary>
public class SecretsTests
{
    private const string Question = "我的手机号是13800000000";

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Neither_key_nor_text_reaches_the_log(int status)
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Otherwise = ProviderAnswer.Fails(status);

        await kit.ConsumeAsync(Turns.Ask(Question, Turns.Faq(0.9, "只有知识库知道的一句话")));

        kit.Log.Lines.ShouldNotBeEmpty();
        kit.Log.Lines.ShouldAllBe(line => !line.Contains(AiKit.Key, StringComparison.Ordinal) && !line.Contains("13800000000", StringComparison.Ordinal) && !line.Contains("只有知识库", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_successful_call_logs_neither_question_nor_answer()
    {
        await using var kit = await AiKit.WithModelAsync();
        kit.Provider.Otherwise = ProviderAnswer.Says("回答里的一句话");

        await kit.ConsumeAsync(Turns.Ask(Question, Turns.Faq(0.9)));

        kit.Log.Lines.ShouldContain(line => line.StartsWith("3000 ", StringComparison.Ordinal));
        kit.Log.Lines.ShouldAllBe(line => !line.Contains(AiKit.Key, StringComparison.Ordinal) && !line.Contains("13800000000", StringComparison.Ordinal) && !line.Contains("回答里", StringComparison.Ordinal));
    }
}
