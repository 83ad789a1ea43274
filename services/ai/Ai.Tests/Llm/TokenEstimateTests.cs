using Microsoft.Extensions.AI;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Tests.Llm;

public class TokenEstimateTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("你好", 2)]
    [InlineData("hello", 1)]
    [InlineData("你好，世界", 5)]
    [InlineData("AB12345678 发货了吗？", 7)]
    [InlineData("𠮷野家", 3)]
    [InlineData("！", 1)]
    public void A_text_costs_its_cjk_characters_and_a_quarter_of_the_others(string text, int tokens) =>
        TokenEstimate.Of(text).ShouldBe(tokens);

    [Fact]
    public void A_message_costs_four_more_and_all_that_it_carries()
    {
        var message = new ChatMessage(ChatRole.Assistant,
        [
            new TextContent("你好"),
            new FunctionCallContent("1", "order", new Dictionary<string, object?> { ["number"] = "AB12345678" }),
            new FunctionResultContent("1", "已发货"),
            new DataContent(new byte[] { 1 }, "image/png"),
        ]);

        TokenEstimate.Of([message]).ShouldBe(4 + 2 + (1 + 1 + 2) + 3 + TokenEstimate.PerImage);
    }

    [Theory]
    [InlineData("一二三四五", 3, 3)]
    [InlineData("一二三", 9, 3)]
    [InlineData("一二三", 0, 0)]
    [InlineData("𠮷𠮷𠮷", 2, 4)]
    [InlineData("abcdefgh", 1, 7)]
    public void What_fits_is_the_longest_start_within_the_tokens(string text, int tokens, int length)
    {
        TokenEstimate.Fit(text, tokens).ShouldBe(length);
        TokenEstimate.Of(text.AsSpan(0, length)).ShouldBeLessThanOrEqualTo(tokens);
    }
}
