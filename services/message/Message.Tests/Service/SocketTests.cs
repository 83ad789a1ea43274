using System.Net;
using System.Net.WebSockets;

namespace WeChatPlatform.Message.Tests.Service;

public sealed class SocketTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public SocketTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_decision_reaches_the_agent_with_all_it_needs_to_type_it()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        var message = agent.Message("保修多久", "wxid-7");
        message["chat_name"] = "张三";

        await agent.GiveAsync(message);

        var frame = await line.DecisionAsync();
        var conversation = await agent.ConversationAsync("wxid-7");
        frame.ShouldSatisfyAllConditions(
            f => f.DecisionId.ShouldBe(conversation.Only.Id), f => f.ConversationId.ShouldBe(conversation.Conversation.Id),
            f => f.ChatId.ShouldBe("wxid-7"), f => f.ChatName.ShouldBe("张三"), f => f.IsGroup.ShouldBeFalse(),
            f => f.Action.ShouldBe("reply"), f => f.Parts.ShouldBe(["答：保修多久"]));
    }

    [Fact]
    public async Task A_group_answer_names_who_asked()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();

        await agent.GiveAsync(agent.GroupMessage("保修多久", isAtMe: true));

        var frame = await line.DecisionAsync();
        (frame.IsGroup, frame.ChatName, frame.Parts.Single()).ShouldBe((true, "业主群", "@李四 答：保修多久"));
    }

    [Fact]
    public async Task A_long_answer_comes_in_parts()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        service.Desk.Reply = ask => Desk.Says(ask, new string('长', 800));

        await agent.SayAsync("详细说说");

        (await line.DecisionAsync()).Parts.Select(part => part.Length).ShouldBe([500, 300]);
    }

    [Theory]
    [InlineData("""{"type":"delivery"}""")]
    [InlineData("""{"type":"hello"}""")]
    [InlineData("""{"type":"hello","ledger_id":""}""")]
    public async Task Who_does_not_say_hello_is_shown_out(string first)
    {
        await using var line = await AgentLine.OpenAsync(service.Host, "agent-h", "agent-h");

        await line.SendAsync(System.Text.Json.JsonDocument.Parse(first).RootElement);

        await line.EndedAsync();
        line.Closed.ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task The_socket_of_another_agent_is_closed_to_an_agent()
    {
        var refused = await Should.ThrowAsync<HttpRequestException>(() => AgentLine.OpenAsync(service.Host, "agent-a", "agent-b"));

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_request_that_is_no_socket_is_told_so()
    {
        var agent = service.NewAgent();

        using var answer = await agent.Http.GetAsync($"/api/v1/agents/{agent.Id}/socket", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.TitleAsync()).ShouldBe("websocket_needed");
    }

    [Fact]
    public async Task Decisions_wait_for_an_agent_that_is_away_and_come_in_their_order()
    {
        var agent = service.NewAgent();
        foreach (var chat in new[] { "一", "二", "三", "四" })
        {
            await agent.SayAsync("保修多久", chat);
            await agent.ConversationAsync(seen => seen.Decisions.Count == 1, chat);
        }

        await using var line = await agent.ConnectAsync();

        string[] chats = [(await line.DecisionAsync()).ChatId, (await line.DecisionAsync()).ChatId, (await line.DecisionAsync()).ChatId, (await line.DecisionAsync()).ChatId];
        chats.ShouldBe(["一", "二", "三", "四"]);
    }

    [Fact]
    public async Task What_is_not_reported_is_sent_again_to_the_same_ledger()
    {
        var agent = service.NewAgent();
        Guid first;
        await using (var line = await agent.ConnectAsync("ledger-1"))
        {
            await agent.SayAsync("保修多久");
            first = (await line.DecisionAsync()).DecisionId;
        }

        await using var again = await agent.ConnectAsync("ledger-1", first);

        (await again.DecisionAsync()).DecisionId.ShouldBe(first);
    }

    [Fact]
    public async Task What_is_reported_is_not_sent_again()
    {
        var agent = service.NewAgent();
        await using (var line = await agent.ConnectAsync())
        {
            await agent.SayAsync("保修多久", "张三");
            await line.ReportAsync((await line.DecisionAsync()).DecisionId, "verified");
        }

        await using var again = await agent.ConnectAsync();
        await agent.SayAsync("多重", "李四");

        (await again.DecisionAsync()).ChatId.ShouldBe("李四");
    }

    [Fact]
    public async Task What_a_lost_ledger_had_is_unknown_and_never_sent_to_a_new_one()
    {
        var agent = service.NewAgent();
        await using (var line = await agent.ConnectAsync("ledger-1"))
        {
            await agent.SayAsync("保修多久", "张三");
            await line.DecisionAsync();
        }

        await using var fresh = await agent.ConnectAsync("ledger-2");
        await agent.SayAsync("多重", "李四");

        (await fresh.DecisionAsync()).ChatId.ShouldBe("李四");
        (await agent.ConversationAsync(seen => seen.Only.DeliveryState == "settled")).Only.Deliveries
            .ShouldBe([new DeliveryView(0, "unknown", "ledger_lost")]);
    }

    [Fact]
    public async Task A_lost_ledger_leaves_what_it_had_verified_as_it_is()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = ask => Desk.Says(ask, new string('长', 800));
        await using (var line = await agent.ConnectAsync("ledger-1"))
        {
            await agent.SayAsync("详细说说");
            await line.ReportAsync((await line.DecisionAsync()).DecisionId, "verified", part: 0);
        }

        await using var fresh = await agent.ConnectAsync("ledger-2");

        (await agent.ConversationAsync(seen => seen.Only.DeliveryState == "settled")).Only.Deliveries
            .ShouldBe([new DeliveryView(0, "verified", null), new DeliveryView(1, "unknown", "ledger_lost")]);
    }

    [Fact]
    public async Task The_newest_connection_of_an_agent_takes_over()
    {
        var agent = service.NewAgent();
        await using var older = await agent.ConnectAsync();
        await agent.SayAsync("保修多久", "张三");
        await older.ReportAsync((await older.DecisionAsync()).DecisionId, "verified");
        await using var newer = await agent.ConnectAsync();
        await older.EndedAsync();

        await agent.SayAsync("多重", "李四");

        (await newer.DecisionAsync()).ChatId.ShouldBe("李四");
    }
}
