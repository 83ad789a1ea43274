using WeChatPlatform.Testing;

namespace WeChatPlatform.LocalServers.Tests;

public sealed class EventuallyTests
{
    [Fact]
    public async Task It_returns_when_the_condition_comes_to_hold()
    {
        var asked = 0;

        await Eventually.Holds("the third question is answered", () => ++asked == 3);

        asked.ShouldBe(3);
    }

    [Fact]
    public async Task It_fails_with_the_description_and_the_last_exception()
    {
        Func<bool> pigsFly = () => throw new InvalidOperationException("no wings");

        var failure = await Should.ThrowAsync<ExpectationNotMetException>(
            () => Eventually.Holds("pigs fly", pigsFly, TimeSpan.FromMilliseconds(100)));

        failure.Message.ShouldBe("Expected within 0.1 s: pigs fly. Last failure: no wings");
    }
}
