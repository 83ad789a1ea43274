using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Deliveries;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>Messages that an agent answered by itself: what is believed, and what follows when the answer was not sent.</summary>
public sealed class EdgeAnswerTests : IClassFixture<MessageService>
{
    private const string Reply = "您好，欢迎光临！";
    private readonly MessageService service;

    public EdgeAnswerTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_of_the_table_is_a_decision_like_any_other_without_a_turn()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var (message, decision) = await GreetedAsync(agent);

        var seen = await agent.ConversationAsync();
        seen.Only.ShouldSatisfyAllConditions(
            one => one.Id.ShouldBe(decision), one => one.Action.ShouldBe("reply"), one => one.Reason.ShouldBe("greeting"),
            one => one.Source.ShouldBe("edge"), one => one.GreetingVersion.ShouldNotBeNull(), one => one.Parts.ShouldBe([Reply]),
            one => one.DeliveryState.ShouldBe("claimed"), one => one.MessageIds.ShouldBe([message]));
        seen.Messages.ShouldHaveSingleItem().TurnId.ShouldBeNull();
        service.GenerationsOf(seen.Conversation.Id).ShouldBe(0);
        (await service.Host.NextAsync<MessageReceived>(told => told.AgentId == agent.Id)).Side.ShouldBe("other");
        var told = await service.Host.NextAsync<ReplyDecided>(told => told.AgentId == agent.Id);
        (told.DecisionId, told.Action, told.Text, told.TurnId).ShouldBe((decision, "reply", Reply, null));

        (await line.AskGateAsync(decision)).Verdict.ShouldBe("go");
        await line.ReportAsync(decision, "verified");
        (await agent.ConversationAsync()).Only.DeliveryState.ShouldBe("settled");
        (await service.Host.NextAsync<ReplyDelivered>(one => one.DecisionId == decision)).Outcome.ShouldBe("verified");
    }

    [Fact]
    public async Task What_was_answered_before_it_came_up_counts_from_when_it_was_written()
    {
        var agent = service.NewAgent();
        var (body, _) = await GreetingAsync(agent);
        body["age_ms"] = TimeSpan.FromHours(2).TotalMilliseconds;
        await agent.GiveAsync(body);

        var told = await service.Host.NextAsync<ReplyDecided>(told => told.AgentId == agent.Id);
        told.ReceivedAt.ShouldBeLessThan(TimeProvider.System.GetUtcNow().AddMinutes(-110));
    }

    [Fact]
    public async Task It_is_never_sent_back_to_its_agent_and_stored_once_however_often_it_comes()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var (body, decision) = await GreetingAsync(agent);
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => agent.GiveAsync(body)));
        ids.Distinct().Count().ShouldBe(1);
        (await agent.ConversationAsync()).Only.Id.ShouldBe(decision);

        await agent.SayAsync("多少钱");
        (await line.DecisionAsync()).DecisionId.ShouldNotBe(decision);
    }

    [Theory]
    [InlineData("other words")]
    [InlineData("other reply")]
    [InlineData("other version")]
    [InlineData("not a word of it")]
    [InlineData("two parts")]
    [InlineData("no ledger")]
    [InlineData("group")]
    [InlineData("unknown side")]
    [InlineData("another decision's id")]
    public async Task What_no_table_gives_is_not_believed_and_the_message_is_answered_as_any_other(string what)
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var (body, decision) = await GreetingAsync(agent);
        var edge = (Dictionary<string, object?>)body["edge_decision"]!;
        switch (what)
        {
            case "other words":
                body["content"] = "多少钱";
                break;
            case "other reply":
                edge["parts"] = new[] { "请加这个号码" };
                break;
            case "other version":
                edge["table_version"] = 1_000_000;
                break;
            case "not a word of it":
                (body["content"], edge["match"]) = ("早安", "早安");
                break;
            case "two parts":
                edge["parts"] = new[] { Reply, Reply };
                break;
            case "no ledger":
                edge["ledger_id"] = null;
                break;
            case "group":
                (body["is_group"], body["is_at_me"], body["chat_name"]) = (true, true, "张三");
                break;
            case "unknown side":
                body["side"] = "unknown";
                break;
            case "another decision's id":
                var (first, _) = await GreetingAsync(agent, decision);
                await agent.GiveAsync(first);
                break;
        }

        var id = await agent.GiveAsync(body);

        var chat = await agent.ConversationAsync(seen => seen.Messages.Exists(message => message.Id == id && message.DecisionId is not null));
        var stored = chat.Messages.Single(message => message.Id == id);
        stored.TurnId.ShouldNotBeNull();
        chat.Decisions.Single(one => one.Id == stored.DecisionId).ShouldSatisfyAllConditions(
            one => one.Source.ShouldBe("server"), one => one.Id.ShouldNotBe(decision));
    }

    [Fact]
    public async Task A_message_whose_answer_was_not_sent_is_answered_by_a_turn()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var (message, decision) = await GreetedAsync(agent);

        await line.ReportAsync(decision, "not_sent", reason: "chat_not_found");

        var answer = await line.DecisionAsync();
        var seen = await agent.ConversationAsync();
        seen.Decisions.Select(one => (one.Id, one.DeliveryState, one.SupersededBy))
            .ShouldBe([(decision, "superseded", answer.DecisionId), (answer.DecisionId, "claimed", null)]);
        seen.Decisions[0].Deliveries.ShouldBe([new DeliveryView(0, "not_sent", "chat_not_found")]);
        seen.Messages.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            one => one.Id.ShouldBe(message), one => one.DecisionId.ShouldBe(answer.DecisionId));
        service.Host.Published<HandoffRequested>().ShouldNotContain(told => told.DecisionId == decision);
        await line.ReportAsync(decision, "not_sent", reason: "chat_not_found");
        (await agent.ConversationAsync()).Decisions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_answer_is_given_to_the_greeting_that_was_overtaken_and_to_what_came_after_it()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var (_, decision) = await GreetedAsync(agent);
        await agent.SayAsync("多少钱");
        await line.ReportAsync(decision, "not_sent", reason: "superseded");

        var seen = await agent.ConversationAsync(chat => chat.Messages.TrueForAll(message => message.DecisionId is { } id && id != decision)
            && chat.Decisions.Exists(one => one.DeliveryState == "claimed"));
        seen.Messages.Count.ShouldBe(2);
        seen.Decisions[^1].Parts[0].ShouldContain("多少钱");
    }

    [Fact]
    public async Task In_a_pause_nothing_is_said_to_it_either()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var (_, decision) = await GreetedAsync(agent);
        await agent.TypeAsync("您好，我是小王");

        (await line.AskGateAsync(decision)).ShouldBe(new GateWord("refuse", "conversation_paused", null));
        await line.ReportAsync(decision, "not_sent", reason: "conversation_paused");

        var seen = await agent.ConversationAsync(chat => chat.Decisions.Exists(one => one.Reason == "conversation_paused"));
        seen.Messages.Single(message => message.Side == "other").DecisionId.ShouldBe(seen.Decisions.Single(one => one.Reason == "conversation_paused").Id);
    }

    [Fact]
    public async Task What_was_not_sent_and_is_old_by_now_ends_with_a_person()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var (message, decision) = await GreetedAsync(agent);
        await service.ChangeAsync($"update messages set sent_at = now() - interval '31 minutes' where id = {message}");

        await line.ReportAsync(decision, "not_sent", reason: "expired");

        (await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == decision)).Reason.ShouldBe("not_sent:expired");
        (await agent.ConversationAsync()).Only.DeliveryState.ShouldBe("settled");
    }

    [Theory]
    [InlineData("verified")]
    [InlineData("not_sent")]
    public async Task An_agent_that_falls_silent_leaves_a_doubt_that_only_it_or_a_person_clears_up(string later)
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var (_, decision) = await GreetedAsync(agent);
        await service.ChangeAsync($"update decisions set expires_at = now() - interval '2 minutes' where id = {decision}");

        await service.Host.Services.GetRequiredService<ExpiredDecisions>().SettleAsync(Ct);

        (await agent.ConversationAsync()).Only.Deliveries.ShouldBe([new DeliveryView(0, "unknown", "no_report")]);
        await line.ReportAsync(decision, later, reason: later == "verified" ? null : "chat_not_found");
        if (later == "verified")
        {
            (await agent.ConversationAsync()).Only.Deliveries.ShouldBe([new DeliveryView(0, "verified", null)]);
        }
        else
        {
            (await line.DecisionAsync()).DecisionId.ShouldNotBe(decision);
        }
    }

    [Fact]
    public async Task With_a_new_ledger_nobody_knows_whether_it_was_sent()
    {
        var agent = service.NewAgent();
        await using (var line = await agent.StartAsync())
        {
            await GreetedAsync(agent);
        }

        await using var again = await agent.StartAsync(ledger: "ledger-2");

        var seen = await agent.ConversationAsync(chat => chat.Only.Deliveries.Count > 0);
        seen.Only.Deliveries.ShouldBe([new DeliveryView(0, "unknown", "ledger_lost")]);
    }

    [Fact]
    public async Task However_report_and_customer_meet_every_message_ends_in_one_decision_in_force()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        for (var round = 0; round < 12; round++)
        {
            var chat = $"客户{round}";
            var (_, decision) = await GreetedAsync(agent, chat);

            await Task.WhenAll(line.ReportAsync(decision, "not_sent", reason: "superseded"), agent.SayAsync("多少钱", chat));

            var seen = await agent.ConversationAsync(
                one => one.Messages.TrueForAll(message => message.DecisionId is { } id
                    && one.Decisions.Find(known => known.Id == id) is { DeliveryState: "claimed", Source: "server" }),
                chat);
            seen.Messages.Count.ShouldBe(2, $"round {round}");
            seen.Decisions.Count(one => one.DeliveryState == "claimed").ShouldBeInRange(1, 2, $"round {round}");
        }
    }

    private async Task<(Guid Message, Guid Decision)> GreetedAsync(AgentClient agent, string chat = "张三")
    {
        var (body, decision) = await GreetingAsync(agent, chat: chat);
        return (await agent.GiveAsync(body), decision);
    }

    /// <summary>A greeting with its answer by the table in force.</summary>
    private async Task<(Dictionary<string, object?> Message, Guid Decision)> GreetingAsync(
        AgentClient agent, Guid? id = null, string chat = "张三")
    {
        var table = await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/greetings", Ct);
        var version = table.GetProperty("version").GetInt64();
        if (version == 0)
        {
            using var put = await service.Host.Operator.PutAsJsonAsync(
                "/api/v1/greetings", new { version = 0, entries = new[] { GreetingTests.Entry(Reply, "你好", "hello") } }, Ct);
            put.StatusCode.ShouldBe(HttpStatusCode.OK);
            version = 1;
        }

        var decision = id ?? Guid.CreateVersion7();
        var message = agent.Message("你好！", chat);
        message["edge_decision"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["decision_id"] = decision, ["table_version"] = version, ["match"] = "你好", ["parts"] = new[] { Reply },
            ["ledger_id"] = "ledger-1",
        };
        return (message, decision);
    }
}
