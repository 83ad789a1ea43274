using WeChatPlatform.Capture.Tests.Sending;

namespace WeChatPlatform.Capture.Tests.Tree;

// What holds for the simulated desktop holds for windows that are read by their trees: the same stories, told again.

public sealed class ReadBackOver41Tests() : ReadBackTests(TreeStyle.Wx41);

public sealed class ReadBackOver39Tests() : ReadBackTests(TreeStyle.Wx39);

public sealed class GateOver41Tests() : GateTests(TreeStyle.Wx41);

public sealed class PersonAtTheGateOver40Tests() : PersonAtTheGateTests(TreeStyle.Wx40)
{
    /// <summary>The tree of 4.x does not tell whose a row is.</summary>
    protected override string ObservedInstead => "我来答\n好的\n[输入框 / input box] 还有";
}

public sealed class RecipientOver41Tests() : RecipientTests(TreeStyle.Wx41)
{
    /// <summary>A list that does not tell groups from private chats cannot prove who would be written to.</summary>
    [Fact]
    public override async Task A_group_of_the_same_name_is_another_chat()
    {
        World.CreateChat("张三", ["赵大海"], allowSameName: false);

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "ambiguous_chat")]);
    }
}

public sealed class RecipientOver39Tests() : RecipientTests(TreeStyle.Wx39)
{
    /// <inheritdoc cref="RecipientOver41Tests.A_group_of_the_same_name_is_another_chat"/>
    [Fact]
    public override async Task A_group_of_the_same_name_is_another_chat()
    {
        World.CreateChat("张三", ["赵大海"], allowSameName: false);

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "ambiguous_chat")]);
    }
}
