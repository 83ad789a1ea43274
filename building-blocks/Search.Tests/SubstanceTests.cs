namespace WeChatPlatform.Search.Tests;

/// <summary>What a message asks for, by its words alone.</summary>
public sealed class SubstanceTests
{
    [Theory]
    [InlineData("好的，谢谢！")]
    [InlineData("您好，在吗？")]
    [InlineData("嗯嗯 知道了 辛苦啦")]
    [InlineData("轉人工客服")]
    [InlineData("那我再看看吧")]
    [InlineData("OK thanks")]
    [InlineData("？？？")]
    [InlineData("")]
    internal void Courtesy_asks_for_nothing(string message) => SubstanceReader.Of(message).ShouldBe(Substance.Nothing);

    [Theory]
    [InlineData("什么意思")]
    [InlineData("这个怎么解决？")]
    [InlineData("为什么呢")]
    [InlineData("怎么还没有处理好")]
    [InlineData("还没收到")]
    internal void A_question_without_a_subject_is_told(string message) => SubstanceReader.Of(message).ShouldBe(Substance.NoSubject);

    [Theory]
    [InlineData("你好，怎么退货")]
    [InlineData("多少钱")]
    [InlineData("什么时候到")]
    [InlineData("你们在哪里")]
    [InlineData("怎么联系你们")]
    [InlineData("人工费怎么算")]
    [InlineData("有货吗")]
    [InlineData("E03")]
    [InlineData("7kW")]
    [InlineData("好用吗")]
    internal void What_names_a_thing_a_place_a_time_or_an_amount_asks(string message) => SubstanceReader.Of(message).ShouldBe(Substance.Subject);
}
