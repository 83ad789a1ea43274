using WeChatPlatform.Ai.Understanding;

namespace WeChatPlatform.Ai.Tests.Understanding;

public class IntentRulesTests
{
    [Theory]
    [InlineData("7kW 充电桩多少钱？", Intent.Price)]
    [InlineData("有没有优惠活动", Intent.Price)]
    [InlineData("How much is the 11kW model?", Intent.Price)]
    [InlineData("我的订单什么时候发货", Intent.Logistics)]
    [InlineData("快递到哪了", Intent.Logistics)]
    [InlineData("Has my parcel been shipped yet", Intent.Logistics)]
    [InlineData("WX20250119001", Intent.Order)]
    [InlineData("帮我开一下发票", Intent.Order)]
    [InlineData("充电桩亮红灯，充不上电", Intent.Fault)]
    [InlineData("E03", Intent.Fault)]
    [InlineData("The charger is not working", Intent.Fault)]
    [InlineData("我要退货退款", Intent.Refund)]
    [InlineData("I want a refund", Intent.Refund)]
    [InlineData("再不处理我就去12315投诉你们", Intent.Complaint)]
    [InlineData("你们客服态度恶劣，没人管", Intent.Complaint)]
    [InlineData("安装需要什么条件", Intent.Consult)]
    [InlineData("支持多大功率？", Intent.Consult)]
    [InlineData("你好", Intent.Greeting)]
    [InlineData("您好，在吗？", Intent.Greeting)]
    [InlineData("hi", Intent.Greeting)]
    [InlineData("好的，谢谢", Intent.Thanks)]
    [InlineData("thanks!", Intent.Thanks)]
    [InlineData("嗯嗯", Intent.Other)]
    [InlineData("", Intent.Other)]
    public void A_text_has_the_intent_of_its_words(string text, string intent) => IntentRules.Of(text).ShouldBe(intent);

    [Theory]
    [InlineData("你好，充电桩多少钱", Intent.Price)]
    [InlineData("谢谢，还有个问题，怎么安装", Intent.Consult)]
    public void Whoever_greets_or_thanks_and_asks_asks(string text, string intent) => IntentRules.Of(text).ShouldBe(intent);

    [Theory]
    [InlineData("我的电话13800138000")]
    [InlineData("we are on the border")]
    [InlineData("pricey things")]
    public void A_phone_number_is_no_order_and_a_part_of_a_word_no_word(string text) => IntentRules.Of(text).ShouldBe(Intent.Other);
}
