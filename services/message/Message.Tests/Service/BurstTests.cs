using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>Time enough for a burst on a slow machine.</summary>
public sealed class BurstService : MessageService
{
    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Message:MergeWindowMilliseconds", "2500"), ("Message:MergeLimitMilliseconds", "20000")];
}

/// <summary>Messages of different kinds and ages in one turn.</summary>
public sealed class BurstTests(BurstService service) : IClassFixture<BurstService>
{
    [Fact]
    public async Task A_burst_is_answered_by_its_texts_and_the_model_is_told_of_the_rest()
    {
        var agent = service.NewAgent();
        await agent.GiveAsync(Message(agent, "[图片]", "image"));
        await agent.GiveAsync(Message(agent, "[文件] 说明书.docx", "file"));

        (await agent.AskAsync("亮红灯是什么故障")).Action.ShouldBe("reply");

        var conversation = await agent.ConversationAsync();
        conversation.Only.MessageIds.Count.ShouldBe(3);
        service.Desk.Asked<GenerateReply>().Single(ask => ask.ConversationId == conversation.Conversation.Id).Question
            .ShouldBe("亮红灯是什么故障\n（客户还发来了图片、文件，其中的内容看不到。）");
        service.Desk.Asked<RetrieveKnowledge>().Single(ask => ask.ConversationId == conversation.Conversation.Id).Question.ShouldBe("亮红灯是什么故障");
    }

    [Fact]
    public async Task A_backlog_of_one_customer_asks_for_one_person_once()
    {
        var agent = service.NewAgent();
        for (var minutes = 90; minutes > 60; minutes -= 10)
        {
            await agent.GiveAsync(Message(agent, "保修多久", minutes: minutes));
        }

        var reply = await agent.AskAsync(Message(agent, "保修多久", minutes: 40));

        (await agent.ConversationAsync()).Only.MessageIds.Count.ShouldBe(4);
        await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == reply.DecisionId);
        service.Host.Published<HandoffRequested>().Count(told => told.AgentId == agent.Id).ShouldBe(1);
    }

    [Fact]
    public async Task Who_writes_again_after_an_outage_is_answered_on_everything()
    {
        var agent = service.NewAgent();
        await agent.GiveAsync(Message(agent, "保修多久", minutes: 300));

        (await agent.AskAsync(Message(agent, "在吗", minutes: 1))).Content.ShouldBe("答：保修多久\n在吗");
    }

    private static Dictionary<string, object?> Message(AgentClient agent, string content, string type = "text", int minutes = 0)
    {
        var message = agent.Message(content);
        message["type"] = type;
        message["age_ms"] = TimeSpan.FromMinutes(minutes).TotalMilliseconds;
        return message;
    }
}
