using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tests.Reading;

public sealed class ScopeRuleTests
{
    [Theory]
    [InlineData("*", "", "张三", false, true)]
    [InlineData("", "", "张三", false, false)]
    [InlineData("张三", "", "张三", false, true)]
    [InlineData("张三", "", "张三丰", false, false)]
    [InlineData("张*", "", "张三丰", true, true)]
    [InlineData("张?", "", "张三丰", false, false)]
    [InlineData("张?", "", "张三", false, true)]
    [InlineData("group:*业主群*", "", "充电桩业主群1", true, true)]
    [InlineData("group:*业主群*", "", "充电桩业主群1", false, false)]
    [InlineData("private:*", "", "充电桩业主群1", true, false)]
    [InlineData("Private:*", "", "张三", false, true)]
    [InlineData("*", "家人", "家人", true, false)]
    [InlineData("家人", "*", "家人", true, false)]
    [InlineData("*", "private:老*", "老王", false, false)]
    [InlineData("*", "private:老*", "老王群", true, true)]
    [InlineData("*", "老婆", "老婆\u2764\ufe0f", false, true)]
    [InlineData("*", "老婆", " 老婆\ufe0f ", false, false)]
    [InlineData("*", "", "文件传输助手", false, false)]
    [InlineData("文件传输助手", "", "文件传输助手", false, false)]
    [InlineData("*", "", "公众号", false, false)]
    [InlineData("*", "", "服务号", false, false)]
    [InlineData("*", "", "订阅号", false, false)]
    [InlineData("*", "", "微信团队", false, false)]
    [InlineData("a\\b", "", "a\\b", false, true)]
    public void A_chat_is_in_scope_when_it_is_included_and_not_excluded(
        string include, string exclude, string name, bool isGroup, bool expected) =>
        Rule(include, exclude).Includes(new ChatKey(name, isGroup)).ShouldBe(expected);

    [Theory]
    [InlineData("group:群", "", true)]
    [InlineData("*", "group:群", true)]
    [InlineData("*", "群", false)]
    public void A_chat_whose_kind_is_not_told_is_in_scope_when_it_can_be(string include, string exclude, bool expected) =>
        Rule(include, exclude).Includes("群", isGroup: null).ShouldBe(expected);

    [Fact]
    public void Chats_of_WeChat_itself_can_be_let_in() =>
        new ScopeRule(new ScopeOptions { Include = ["*"], SystemChats = true })
            .Includes(new ChatKey("文件传输助手", false)).ShouldBeTrue();

    [Theory]
    [InlineData(true, "*")]
    [InlineData(false, "")]
    [InlineData(false, "  ")]
    [InlineData(false)]
    public void A_rule_that_includes_nothing_is_not_complete(bool complete, params string[] include) =>
        ScopeRule.IsComplete(new ScopeOptions { Include = include }).ShouldBe(complete);

    [Theory]
    [InlineData("车友群(3)", "车友群")]
    [InlineData("车友群 （12）", "车友群")]
    [InlineData("王姐\u2764\ufe0f", "王姐\u2764")]
    [InlineData("王 姐", "王姐")]
    [InlineData("王\u200b姐", "王姐")]
    [InlineData("(3)", "(3)")]
    [InlineData("李四(供应商)", "李四(供应商)")]
    public void Names_that_look_the_same_fold_to_the_same(string name, string other) =>
        ChatName.Folded(name).ShouldBe(ChatName.Folded(other));

    [Theory]
    [InlineData("张三", "张三丰")]
    [InlineData("王姐\u2764", "王姐")]
    [InlineData("李四(供应商)", "李四")]
    public void Names_that_differ_stay_different(string name, string other) =>
        ChatName.Folded(name).ShouldNotBe(ChatName.Folded(other));

    private static ScopeRule Rule(string include, string exclude) => new(new ScopeOptions { Include = [include], Exclude = [exclude] });
}

public sealed class SessionItemTests
{
    [Theory]
    [InlineData("session_item_张三", "张三\n在吗\n10:23", "张三", 0, "在吗")]
    [InlineData("session_item_张三", "张三\n[3条] 在吗\n10:23", "张三", 3, "在吗")]
    [InlineData("session_item_张三", "张三\n已置顶\n[3条] 在吗\n昨天", "张三", 3, "在吗")]
    [InlineData("a.b.session_item_车友群", "车友群\n(已置顶)\n[12条] [有人@我] 赵大海: 有货吗\n10:23\n", "车友群", 12, "赵大海: 有货吗")]
    [InlineData("session_item_张三", "张三\n[2] hello\n10:23", "张三", 2, "hello")]
    [InlineData("session_item_张三", "张三\n[2則] 你好\n10:23", "张三", 2, "你好")]
    [InlineData("session_item_张三", "张三\n[图片]\n10:23", "张三", 0, "[图片]")]
    [InlineData("session_item_张三", "张三\n", "张三", 0, "")]
    [InlineData("", "张三\n在吗\n10:23", "张三", 0, "在吗")]
    public void An_item_tells_name_badge_and_preview(string id, string name, string chat, int unread, string preview)
    {
        var listed = SessionItem.Read(id, name);

        listed.ShouldBe(new ListedChat(chat, null, unread, preview) { IsGroup = null });
    }

    [Fact]
    public void An_item_without_a_name_is_none() => SessionItem.Read("", "").ShouldBeNull();
}
