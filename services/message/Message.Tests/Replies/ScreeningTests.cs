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
    [InlineData("own", false, false, Screening.OwnMessage)]
    [InlineData("unknown", false, false, Screening.UnknownSide)]
    [InlineData("other", true, false, Screening.NotAddressed)]
    [InlineData("other", true, true, null)]
    [InlineData("other", false, false, null)]
    public void Only_messages_of_others_that_are_addressed_to_us_are_answered(
        string side, bool isGroup, bool isAtMe, string? reason) =>
        Screening.OfMessage(side, isGroup, isAtMe, "业主群", Options).ShouldBe(reason);

    [Fact]
    public void In_an_open_group_every_message_is_addressed_to_us() =>
        Screening.OfMessage("other", isGroup: true, isAtMe: false, "技术支持群", Options).ShouldBeNull();

    [Fact]
    public void Hand_off_words_come_before_the_autonomy_of_the_account() =>
        Screening.OfTurn(["你好", "转人工"], Autonomy.Off, Options).ShouldBe(Screening.HandOffWord);

    [Fact]
    public void An_account_that_is_off_calls_no_model() =>
        Screening.OfTurn(["你好"], Autonomy.Off, Options).ShouldBe(Screening.AutonomyOff);
}
