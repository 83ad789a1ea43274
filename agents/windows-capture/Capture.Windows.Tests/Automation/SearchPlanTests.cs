using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;

namespace WeChatPlatform.Capture.Windows.Tests.Automation;

public sealed class SearchPlanTests
{
    [Fact]
    public void A_type_and_a_class_are_looked_for_in_the_client_and_the_first_is_the_one()
    {
        var plan = SearchPlan.Of(new UiSelector { Control = UiControl.List, ClassNames = ["mmui::XTableView"] });

        plan.FirstIsEnough.ShouldBeTrue();
        plan.Condition.ShouldBe(new UiaCondition.Both(
            new UiaCondition.Number(30003, 50008), new UiaCondition.Text(30012, "mmui::XTableView")));
    }

    [Fact]
    public void Names_of_several_languages_are_alternatives()
    {
        var plan = SearchPlan.Of(new UiSelector { Names = ["会话", "Chats", "對話"] });

        plan.Condition.ShouldBe(new UiaCondition.Either(
            new UiaCondition.Either(new UiaCondition.Text(30005, "会话"), new UiaCondition.Text(30005, "Chats")),
            new UiaCondition.Text(30005, "對話")));
    }

    [Fact]
    public void The_end_of_an_automation_id_lets_more_through_than_fits_so_all_are_asked_for()
    {
        var plan = SearchPlan.Of(new UiSelector { AutomationIdSuffix = "chat_input_field" });

        plan.Condition.ShouldBe(new UiaCondition.Part(30011, "chat_input_field"));
        plan.FirstIsEnough.ShouldBeFalse();
    }

    [Fact]
    public void Another_place_than_the_first_needs_all_of_them() =>
        SearchPlan.Of(new UiSelector { Control = UiControl.Pane, Position = -1 }).FirstIsEnough.ShouldBeFalse();

    [Fact]
    public void A_type_without_a_number_is_no_condition()
    {
        var plan = SearchPlan.Of(new UiSelector { Control = UiControl.Other });

        plan.Condition.ShouldBe(new UiaCondition.Any());
        plan.FirstIsEnough.ShouldBeFalse();
    }

    [Fact]
    public void Every_type_but_the_unknown_one_has_a_number_and_finds_back()
    {
        foreach (var control in Enum.GetValues<UiControl>().Where(control => control != UiControl.Other))
        {
            UiaIds.ControlOf(UiaIds.TypeOf(control).ShouldNotBeNull()).ShouldBe(control);
        }

        UiaIds.ControlOf(50038).ShouldBe(UiControl.Other);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 30, 40 }, 30, 40)]
    [InlineData(new double[] { 1, 2, 30 }, 0, 0)]
    [InlineData(new double[] { double.NegativeInfinity, 0, double.PositiveInfinity, 5 }, 0, 0)]
    [InlineData(new[] { double.NaN, 0, 5, 5 }, 0, 0)]
    [InlineData(new double[0], 0, 0)]
    public void A_rectangle_is_four_numbers_of_a_screen_or_nothing(double[] numbers, int width, int height)
    {
        var bounds = UiaBounds.Of(numbers);

        (bounds.Width, bounds.Height).ShouldBe((width, height));
    }

    [Fact]
    public void A_row_that_is_half_scrolled_away_is_seen_as_far_as_its_list() =>
        UiaBounds.Overlap(new UiRect(10, 90, 100, 40), new UiRect(0, 0, 200, 100)).ShouldBe(new UiRect(10, 90, 100, 10));
}
