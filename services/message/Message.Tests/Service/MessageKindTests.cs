using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>Images, files, quotes and the like, each alone.</summary>
public sealed class MessageKindTests(MessageService service) : IClassFixture<MessageService>
{
    private const string AsksBack = "收到您发来的内容，不过我这边看不了图片、语音、视频和文件。麻烦您用文字描述一下问题，例如产品型号、故障代码或订单号；需要同事查看请回复「人工」。";

    [Theory]
    [InlineData("image", "[图片]")]
    [InlineData("voice", "")]
    [InlineData("video", null)]
    [InlineData("file", "[文件] 报价.pdf")]
    [InlineData("sticker", "[OK]")]
    [InlineData("card", "[名片]")]
    [InlineData("link", "[链接]")]
    public async Task What_cannot_be_read_is_answered_by_a_question_without_a_model(string type, string? content)
    {
        var agent = service.NewAgent();
        var message = Kind(agent, type, content);

        (await agent.AskAsync(message)).ShouldSatisfyAllConditions(r => r.Action.ShouldBe("reply"), r => r.Content.ShouldBe(AsksBack));

        var conversation = await agent.ConversationAsync();
        conversation.Only.ShouldSatisfyAllConditions(
            d => d.Action.ShouldBe("clarify"), d => d.Reason.ShouldBe("unreadable_kind"), d => d.DeliveryState.ShouldBe("claimed"));
        conversation.Messages[0].Type.ShouldBe(type);
        service.Desk.Asked<RetrieveKnowledge>().ShouldNotContain(ask => ask.ConversationId == conversation.Conversation.Id);
    }

    [Fact]
    public async Task A_quote_is_asked_with_what_it_quotes_and_shown_with_it()
    {
        var agent = service.NewAgent();
        var message = Kind(agent, "quote", "这个多少钱");
        message["quoted"] = "7kW 充电桩";

        await agent.AskAsync(message);

        var conversation = await agent.ConversationAsync();
        conversation.Messages[0].Quoted.ShouldBe("7kW 充电桩");
        Asked<RetrieveKnowledge>(ask => ask.ConversationId == conversation.Conversation.Id).Question.ShouldBe("引用「7kW 充电桩」：这个多少钱");
    }

    [Fact]
    public async Task An_order_number_in_what_is_quoted_asks_the_ERP()
    {
        var agent = service.NewAgent();
        var message = Kind(agent, "quote", "到哪了");
        message["quoted"] = "您的单号 DD20260501001";

        await agent.AskAsync(message);

        var id = (await agent.ConversationAsync()).Conversation.Id;
        service.Desk.Asked<LookUpErpFacts>().ShouldContain(ask => ask.ConversationId == id);
    }

    [Fact]
    public async Task What_came_before_is_told_to_the_model_in_words_and_rows_of_the_window_are_not()
    {
        var agent = service.NewAgent();
        await agent.AskAsync(Kind(agent, "image", null));
        await agent.AskAsync(Kind(agent, "recall", "\"张三\" 撤回了一条消息"));

        await agent.AskAsync("保修多久");

        var id = (await agent.ConversationAsync()).Conversation.Id;
        Asked<GenerateReply>(ask => ask.ConversationId == id).History
            .ShouldBe([new ChatLine("customer", "[图片]"), new ChatLine("assistant", AsksBack)]);
    }

    [Fact]
    public async Task What_the_agent_knows_of_a_message_is_kept_and_shown()
    {
        var agent = service.NewAgent();
        var message = Kind(agent, "made-up", "你好");
        message["side_source"] = "bubble_colour";
        message["side_confidence"] = 0.75;
        message["sender_confidence"] = 0.5;
        message["attachment"] = true;

        await agent.GiveAsync(message);

        (await agent.ConversationAsync()).Messages[0].ShouldSatisfyAllConditions(
            m => m.Type.ShouldBe("other"), m => m.SideSource.ShouldBe("bubble_colour"), m => m.SideConfidence.ShouldBe(0.75),
            m => m.SenderConfidence.ShouldBe(0.5), m => m.HasAttachment.ShouldBeTrue(), m => m.Attachments.ShouldBeEmpty());
    }

    [Theory]
    [InlineData("side_confidence", 1.5)]
    [InlineData("sender_confidence", -1)]
    [InlineData("side_confidence", "sure")]
    [InlineData("age_ms", "old")]
    [InlineData("attachment", "yes")]
    [InlineData("quoted", 7)]
    public async Task What_is_no_such_value_is_refused(string name, object value)
    {
        var agent = service.NewAgent();
        var message = agent.Message("你好");
        message[name] = value;

        using var answer = await agent.PostAsync(message);

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_character_that_the_database_cannot_hold_is_left_out_everywhere()
    {
        var agent = service.NewAgent();
        var message = Kind(agent, "quo\0te", "你\0好");
        message["quoted"] = "充\0电桩";
        message["side_source"] = "tr\0ee";

        await agent.GiveAsync(message);

        (await agent.ConversationAsync()).Messages[0].ShouldSatisfyAllConditions(
            m => m.Type.ShouldBe("quote"), m => m.Quoted.ShouldBe("充电桩"), m => m.SideSource.ShouldBe("tree"));
    }

    private static Dictionary<string, object?> Kind(AgentClient agent, string type, string? content)
    {
        var message = agent.Message("");
        message["type"] = type;
        message["content"] = content;
        return message;
    }

    private T Asked<T>(Func<T, bool> fits) => service.Desk.Asked<T>().Single(fits);
}
