using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tests.Reading;

public sealed class FirstSightTests
{
    private static readonly MessageRow[] Rows =
    [
        new(RowKind.Time, "09:00"),
        new(RowKind.Text, "旧的", Side: RowSide.Other),
        new(RowKind.Text, "答复", Side: RowSide.Own),
        new(RowKind.Text, "新一", Side: RowSide.Other),
        new(RowKind.Text, "新二", Side: RowSide.Other),
    ];

    [Fact]
    public void Without_a_badge_all_is_history() =>
        FirstSight.FirstNew(Rows, quietPreview: null, new UnreadCount(0, "")).ShouldBe(Rows.Length);

    [Fact]
    public void A_badge_of_two_means_the_last_two_rows_of_others() =>
        FirstSight.FirstNew(Rows, quietPreview: null, new UnreadCount(2, "新二")).ShouldBe(3);

    [Fact]
    public void A_row_that_came_after_the_badge_was_read_is_new_too() =>
        FirstSight.FirstNew(Rows, quietPreview: null, new UnreadCount(1, "新一")).ShouldBe(3);

    [Fact]
    public void What_follows_the_row_of_a_quiet_preview_is_new() =>
        FirstSight.FirstNew(Rows, quietPreview: "答复", new UnreadCount(0, "")).ShouldBe(3);

    [Fact]
    public void A_badge_beyond_the_loaded_rows_takes_all_of_others() =>
        FirstSight.FirstNew(Rows, quietPreview: null, new UnreadCount(9, "新二")).ShouldBe(1);

    [Theory]
    [InlineData("王师傅: 在吗", true)]
    [InlineData("在吗", true)]
    [InlineData("王师傅: 在…", true)]
    [InlineData("李四: 在吗", false)]
    [InlineData("在…", false)]
    public void A_preview_is_recognised_with_its_speaker_and_when_shortened(string preview, bool shows) =>
        FirstSight.Shows(preview, new MessageRow(RowKind.Text, "在吗", Sender: "王师傅")).ShouldBe(shows);
}
