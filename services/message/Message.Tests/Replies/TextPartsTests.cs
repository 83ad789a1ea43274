using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Tests.Replies;

public sealed class TextPartsTests
{
    [Fact]
    public void A_short_text_is_one_part() => TextParts.Split(" 您好 ", 500).ShouldBe(["您好"]);

    [Fact]
    public void An_empty_text_has_no_part() => TextParts.Split(" \r\n ", 500).ShouldBeEmpty();

    [Fact]
    public void A_long_text_is_cut_at_a_sentence() =>
        TextParts.Split("第一句话在这里。第二句话也在这里。", 12).ShouldBe(["第一句话在这里。", "第二句话也在这里。"]);

    [Fact]
    public void A_paragraph_is_a_better_place_than_a_sentence() =>
        TextParts.Split("甲句子完了。乙\n丙句子在后面。", 12).ShouldBe(["甲句子完了。乙", "丙句子在后面。"]);

    [Fact]
    public void Text_without_any_break_is_cut_at_the_limit_and_nothing_is_lost()
    {
        var parts = TextParts.Split(new string('好', 25), 10);

        parts.ShouldAllBe(part => part.Length <= 10);
        string.Concat(parts).Length.ShouldBe(25);
    }

    [Fact]
    public void A_cut_never_falls_inside_a_character()
    {
        var parts = TextParts.Split(string.Concat(Enumerable.Repeat("x😀", 20)), 11);

        parts.ShouldAllBe(part => !char.IsHighSurrogate(part.Last()) && !char.IsLowSurrogate(part.First()));
    }
}
