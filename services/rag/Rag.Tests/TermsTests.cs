namespace WeChatPlatform.Rag.Tests;

public sealed class TermsTests
{
    [Fact]
    public void Chinese_runs_become_bigrams_and_latin_words_stay_whole() =>
        Terms.Words("充电桩报E01").ShouldBe(["充电", "电桩", "桩报", "e01"]);

    [Theory]
    [InlineData("７ＫＷ", "7kW")]
    [InlineData("7 kW", "7kW")]
    [InlineData("7千瓦", "7kW")]
    [InlineData("E-01", "e01")]
    [InlineData("E 01", "e01")]
    public void Spellings_of_one_thing_are_one_term(string text, string same) =>
        Terms.Words(text).ShouldBe(Terms.Words(same));

    [Fact]
    public void Two_products_named_in_a_row_stay_two_terms() =>
        Terms.Words("7kW 11kW").ShouldBe(["7kw", "11kw"]);

    [Theory]
    [InlineData("请问一下保修多久呢？", "保修多久")]
    [InlineData("你好，我想咨询一下保修多久", "保修多久")]
    public void Politeness_and_punctuation_do_not_count(string text, string same) =>
        Terms.Key(text).ShouldBe(Terms.Key(same));

    [Fact]
    public void A_text_of_nothing_but_politeness_is_still_comparable() =>
        Terms.Key("你好！").ShouldBe("你好");

    [Fact]
    public void A_text_without_words_has_no_features() =>
        Terms.Features("？！……").ShouldBeEmpty();

    [Fact]
    public void Features_are_characters_and_bigrams() =>
        Terms.Features("保修").ShouldBe(["保", "保修", "修"], ignoreOrder: true);
}
