using WeChatPlatform.Contracts;

namespace WeChatPlatform.Customer.Tests;

public sealed class ContactKeyTests
{
    [Fact]
    public void A_private_chat_is_the_person_whatever_the_sender_is_called() =>
        ContactKey.Of(Identify("chat-1", "张三", isGroup: false)).ShouldBe(ContactKey.Of(Identify("chat-1", "张三丰", isGroup: false)));

    [Fact]
    public void Members_of_a_group_are_told_apart() =>
        ContactKey.Of(Identify("group-1", "张三", isGroup: true)).ShouldNotBe(ContactKey.Of(Identify("group-1", "李四", isGroup: true)));

    [Fact]
    public void A_message_and_its_turn_name_the_same_contact() =>
        ContactKey.Of(Received("group-1", "张三", isGroup: true, "other")).ShouldBe(ContactKey.Of(Identify("group-1", "张三", isGroup: true)));

    [Theory]
    [InlineData("other", true)]
    [InlineData("own", false)]
    [InlineData("unknown", false)]
    public void Only_what_somebody_else_certainly_wrote_counts(string side, bool counts) =>
        CountMessageConsumer.Counts(Received("chat-1", "张三", isGroup: false, side)).ShouldBe(counts);

    private static IdentifyCustomer Identify(string chat, string sender, bool isGroup) =>
        new(Guid.Empty, Guid.Empty, "agent-1", chat, "名称", sender, isGroup, DateTimeOffset.UnixEpoch);

    private static MessageReceived Received(string chat, string sender, bool isGroup, string side) =>
        new(Guid.Empty, Guid.Empty, "agent-1", chat, "名称", sender, isGroup, side, DateTimeOffset.UnixEpoch);
}
