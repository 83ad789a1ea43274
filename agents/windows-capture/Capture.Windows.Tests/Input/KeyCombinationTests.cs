using WeChatPlatform.Capture.Windows.Input;

namespace WeChatPlatform.Capture.Windows.Tests;

public sealed class KeyCombinationTests
{
    [Theory]
    [InlineData("Ctrl+Alt+F12", 3, 0x7B)]
    [InlineData("win + shift + s", 12, 'S')]
    [InlineData("Control+Pause", 2, 0x13)]
    [InlineData("Alt+0", 1, '0')]
    public void A_combination_is_read(string text, int modifiers, int key) =>
        KeyCombination.Parse(text).ShouldBe(new KeyCombination(modifiers, key));

    [Theory]
    [InlineData("")]
    [InlineData("F12")]
    [InlineData("Ctrl+")]
    [InlineData("Ctrl+Ctrl+A")]
    [InlineData("Hyper+A")]
    [InlineData("Ctrl+F25")]
    [InlineData("Ctrl+AB")]
    public void Anything_else_is_refused(string text) =>
        Should.Throw<FormatException>(() => KeyCombination.Parse(text));
}
