using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Input;

namespace WeChatPlatform.Capture.Windows.Tests.Input;

public sealed class KeyPlanTests
{
    [Fact]
    public void Each_unit_of_a_text_goes_down_and_up_and_a_pair_keeps_its_order()
    {
        var plan = KeyPlan.Text("好😀");

        plan.Select(stroke => stroke.Unit).ShouldBe(new ushort[] { '好', '好', 0xD83D, 0xD83D, 0xDE00, 0xDE00 });
        plan.Select(stroke => stroke.IsUp).ShouldBe([false, true, false, true, false, true]);
        plan.ShouldAllBe(stroke => stroke.Key == 0);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("\t")]
    [InlineData("\u0085")]
    public void A_text_that_could_press_enter_is_not_typed(string text) =>
        Should.Throw<ArgumentException>(() => KeyPlan.Text(text));

    [Fact]
    public void Enter_is_one_key_and_control_is_held_around_another()
    {
        KeyPlan.Of(UiKeys.Enter).ShouldBe([new(0x0D, 0, IsUp: false), new(0x0D, 0, IsUp: true)]);
        KeyPlan.Of(UiKeys.ControlEnter).ShouldBe(
        [
            new(0x11, 0, IsUp: false), new(0x0D, 0, IsUp: false), new(0x0D, 0, IsUp: true), new(0x11, 0, IsUp: true),
        ]);
    }

    [Fact]
    public void Whatever_goes_down_comes_up()
    {
        foreach (var plan in Enum.GetValues<UiKeys>().Select(KeyPlan.Of).Append(KeyPlan.PasteOver).Append(KeyPlan.Clear).Append(KeyPlan.Text("aA")))
        {
            plan.Where(stroke => !stroke.IsUp).Select(stroke => (stroke.Key, stroke.Unit))
                .ShouldBe(plan.Where(stroke => stroke.IsUp).Select(stroke => (stroke.Key, stroke.Unit)), ignoreOrder: true);
        }
    }
}
