using WeChatPlatform.Ai.Understanding;

namespace WeChatPlatform.Ai.Tests.Understanding;

public class DialogueActRulesTests
{
    [Theory]
    [InlineData("介绍一下这款充电桩", null, DialogueAct.Ask)]
    [InlineData("怎么安装", null, DialogueAct.Ask)]
    [InlineData("是的", "您是想了解安装条件吗？", DialogueAct.Confirm)]
    [InlineData("不是", "您是想了解安装条件吗？", DialogueAct.Deny)]
    [InlineData("第二个", "7kW 和 11kW 您想了解哪个？", DialogueAct.Choose)]
    [InlineData("三千左右", "请问您对价格有什么要求？", DialogueAct.Inform)]
    [InlineData("有什么推荐的吗", null, DialogueAct.Recommend)]
    [InlineData("换一个吧", null, DialogueAct.Change)]
    [InlineData("谢谢，再见", null, DialogueAct.Close)]
    [InlineData("你叫什么名字", null, DialogueAct.SmallTalk)]
    public void What_a_sentence_does_depends_on_the_line_before(string text, string? before, string act) =>
        DialogueActRules.Of(text, before).ShouldBe(act);
}
