using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Tests.Replies;

public sealed class ScreeningTests
{
    private static readonly MessageOptions Options = new() { OpenGroups = { "技术支持群" } };

    [Theory]
    [InlineData("人工")]
    [InlineData("转人工")]
    [InlineData("我要投诉你们")]
    [InlineData("找经理")]
    [InlineData("麻烦转 人 工")]
    [InlineData("你们主管在吗？")]
    [InlineData("I want a HUMAN AGENT")]
    public void A_text_that_asks_for_a_person_is_recognised_whatever_its_length(string text) =>
        Screening.AsksForPerson(text, Options).ShouldBeTrue();

    [Theory]
    [InlineData("7kW 充电桩多少钱？")]
    [InlineData("你们的充电桩支持人工智能调度吗")]
    [InlineData("安装的人工费是多少")]
    [InlineData("有没有转接头")]
    public void A_word_that_merely_contains_a_hand_off_word_asks_for_nobody(string text) =>
        Screening.AsksForPerson(text, Options).ShouldBeFalse();

    [Fact]
    public void An_exception_does_not_hide_a_request_beside_it() =>
        Screening.AsksForPerson("人工智能太笨了，转人工", Options).ShouldBeTrue();

    [Theory]
    [InlineData("text", "own", false, false, Screening.OwnMessage)]
    [InlineData("text", "unknown", false, false, null)]
    [InlineData("text", "unknown", true, false, Screening.NotAddressed)]
    [InlineData("text", "other", true, false, Screening.NotAddressed)]
    [InlineData("text", "other", true, true, null)]
    [InlineData("image", "other", false, false, null)]
    [InlineData("system", "other", false, false, Screening.SystemRow)]
    [InlineData("system", "unknown", true, true, Screening.SystemRow)]
    [InlineData("recall", "own", false, false, Screening.Recalled)]
    public void A_turn_begins_with_what_others_wrote_to_us(
        string kind, string side, bool isGroup, bool isAtMe, string? reason) =>
        Screening.OfMessage(kind, side, isGroup, isAtMe, "业主群", Options).ShouldBe(reason);

    [Fact]
    public void In_an_open_group_every_message_is_addressed_to_us() =>
        Screening.OfMessage("text", "other", isGroup: true, isAtMe: false, "技术支持群", Options).ShouldBeNull();

    [Fact]
    public void Hand_off_words_come_before_the_autonomy_of_the_account() =>
        Screening.OfTurn([Said("你好"), Said("转人工")], Autonomy.Off, Options).ShouldBe(Screening.HandOffWord);

    [Fact]
    public void An_account_that_is_off_calls_no_model() =>
        Screening.OfTurn([Said("你好")], Autonomy.Off, Options).ShouldBe(Screening.AutonomyOff);

    [Theory]
    [InlineData(30, null)]
    [InlineData(31, Screening.StaleAsk)]
    [InlineData(24 * 60, Screening.StaleAsk)]
    [InlineData((24 * 60) + 1, Screening.StaleIgnored)]
    public void What_comes_late_is_answered_shown_to_a_person_or_left_by_its_age(int minutes, string? reason) =>
        Screening.OfTurn([Said("你好", minutes: minutes)], Autonomy.Auto, Options).ShouldBe(reason);

    [Fact]
    public void A_turn_is_as_old_as_its_newest_message() =>
        Screening.OfTurn([Said("保修多久", minutes: 300), Said("在吗", minutes: 2)], Autonomy.Auto, Options).ShouldBeNull();

    [Theory]
    [InlineData(2, Screening.HandOffWord)]
    [InlineData(300, Screening.StaleAsk)]
    [InlineData(3000, Screening.StaleIgnored)]
    public void Who_asked_for_a_person_long_ago_is_told_nothing_now(int minutes, string reason) =>
        Screening.OfTurn([Said("转人工", minutes: minutes)], Autonomy.Auto, Options).ShouldBe(reason);

    [Fact]
    public void An_account_that_is_off_asks_nobody_to_look_at_what_comes_late() =>
        Screening.OfTurn([Said("你好", minutes: 300)], Autonomy.Off, Options).ShouldBe(Screening.AutonomyOff);

    [Theory]
    [InlineData("image", "[图片]", Screening.UnreadableKind)]
    [InlineData("voice", "", Screening.UnreadableKind)]
    [InlineData("file", "[文件] 人工报价.pdf", Screening.UnreadableKind)]
    [InlineData("link", "[链接]", Screening.UnreadableKind)]
    [InlineData("link", "[链接] 充电桩安装规范", null)]
    [InlineData("other", "", Screening.UnreadableKind)]
    [InlineData("other", "你好", null)]
    [InlineData("quote", "多少钱", null)]
    public void A_turn_in_which_nothing_can_be_read_asks_back(string kind, string content, string? reason) =>
        Screening.OfTurn([Said(content, kind)], Autonomy.Auto, Options).ShouldBe(reason);

    [Fact]
    public void One_readable_text_is_enough_to_answer() =>
        Screening.OfTurn([Said("", "image"), Said("这是什么故障")], Autonomy.Auto, Options).ShouldBeNull();

    [Fact]
    public void A_hand_off_word_in_what_is_quoted_asks_for_nobody() =>
        Screening.OfTurn(
            [Said("好的谢谢", "quote") with { Quoted = "正在为您转接人工客服" }], Autonomy.Auto, Options).ShouldBeNull();

    private static BurstMessage Said(string content, string kind = "text", int minutes = 0) =>
        new(kind, content, null, "other", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(minutes));
}
