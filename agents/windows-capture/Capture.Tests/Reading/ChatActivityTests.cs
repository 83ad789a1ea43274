using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tests.Reading;

public sealed class ChatActivityTests
{
    [Theory]
    [InlineData("ABC", "ABC", "")]
    [InlineData("ABC", "CAB", "C")]
    [InlineData("ABC", "CBA", "BC")]
    [InlineData("ABC", "DABC", "")]
    [InlineData("ABC", "BC", "")]
    public void A_chat_moved_up_when_it_passed_another_one(string before, string now, string moved)
    {
        var result = ChatActivity.MovedUp(Keys(before), Keys(now));

        string.Concat(result.Select(key => key.Name).Order(StringComparer.Ordinal)).ShouldBe(moved);
    }

    [Fact]
    public void Two_chats_of_one_name_and_kind_are_both_left_alone()
    {
        ListedChat[] listed = [new("张三", null, 1, ""), new("张三", null, 0, ""), new("张三", 5, 0, ""), new("李四", null, 0, "")];

        ChatActivity.Unambiguous(listed).Select(chat => chat.Key)
            .ShouldBe([new ChatKey("张三", true), new ChatKey("李四", false)]);
    }

    private static List<ChatKey> Keys(string names) => names.Select(name => new ChatKey($"{name}", false)).ToList();
}
