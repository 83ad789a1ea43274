using WeChatPlatform.Message.Greetings;

namespace WeChatPlatform.Message.Tests.Conversations;

public sealed class GreetingTextTests
{
    [Theory]
    [InlineData("你好！", "你好")]
    [InlineData(" HELLO.. ", "hello")]
    [InlineData("ｈｅｌｌｏ～", "hello")]
    [InlineData("在 吗？", "在吗")]
    [InlineData("你好，多少钱", "你好,多少钱")]
    [InlineData("？！", "")]
    public void A_text_is_compared_without_its_dress(string text, string plain) =>
        GreetingText.Plain(text).ShouldBe(plain);

    [Fact]
    public void The_agents_have_the_same_rule()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "WeChatPlatform.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        Rule("services/message/Message").ShouldBe(Rule("agents/windows-capture/Capture"));

        string Rule(string project)
        {
            var source = File.ReadAllText(Path.Combine(folder, project, "Greetings", "GreetingText.cs"));
            return source[source.IndexOf("internal static class", StringComparison.Ordinal)..];
        }
    }
}
