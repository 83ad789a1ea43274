using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Tests.Service;

public sealed class ConversationPageTests(MessageService service) : IClassFixture<MessageService>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Conversations_are_listed_newest_first_in_pages_that_miss_none()
    {
        var agent = service.NewAgent();
        foreach (var chat in new[] { "一", "二", "三", "四", "五" })
        {
            await agent.SayAsync("你好", chat);
        }

        List<string?> chats = [];
        string? next = null;
        do
        {
            var page = await service.Host.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/conversations?limit=2{next}", Ct);
            chats.AddRange(page.GetProperty("items").EnumerateArray()
                .Where(item => item.GetProperty("agent_id").GetString() == agent.Id)
                .Select(item => item.GetProperty("chat_id").GetString()));
            next = page.TryGetProperty("next", out var key) ? $"&before={key.GetString()}" : null;
        }
        while (next is not null);

        chats.ShouldBe(["五", "四", "三", "二", "一"]);
    }

    [Fact]
    public async Task Messages_of_a_conversation_are_listed_newest_first_in_pages_that_miss_none()
    {
        var agent = service.NewAgent();
        foreach (var text in new[] { "一", "二", "三", "四", "五" })
        {
            await agent.SayAsync(text);
        }

        var id = (await agent.ConversationAsync()).Conversation.Id;
        List<string> texts = [];
        string? next = null;
        do
        {
            var page = (await service.Host.Viewer.GetFromJsonAsync<ConversationView>(
                $"/api/v1/conversations/{id}?limit=2{next}", Wire.Json, Ct))!;
            texts.AddRange(page.Messages.Select(message => message.Content));
            next = page.Next is { } number ? $"&before={number}" : null;
        }
        while (next is not null);

        texts.ShouldBe(["五", "四", "三", "二", "一"]);
    }

    [Fact]
    public async Task An_answer_says_which_release_of_the_knowledge_was_searched_for_it()
    {
        service.Desk.Knowledge = ask => Desk.Found(ask) with { Release = 7 };
        var agent = service.NewAgent();

        var reply = await agent.AskAsync("充电桩保修多久？", "张三");
        await agent.AskAsync("转人工", "李四");

        (await agent.ConversationAsync("张三")).Only.Release.ShouldBe(7);
        (await agent.ConversationAsync("李四")).Only.Release.ShouldBeNull();
        (await service.Host.NextAsync<ReplyDecided>(told => told.DecisionId == reply.DecisionId)).Release.ShouldBe(7);
    }

    [Fact]
    public async Task A_conversation_that_does_not_exist_is_a_problem()
    {
        using var answer = await service.Host.Viewer.GetAsync($"/api/v1/conversations/{Guid.Empty}", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.TitleAsync()).ShouldBe("conversation_not_found");
    }

    [Fact]
    public async Task Agents_do_not_read_conversations()
    {
        using var answer = await service.NewAgent().Http.GetAsync("/api/v1/conversations", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Another_service_is_told_who_said_what_in_order_and_the_newest_when_there_is_a_limit()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");
        await agent.TypeAsync("我来处理");
        await agent.AskAsync("第二问");
        var id = (await agent.ConversationAsync()).Conversation.Id;

        var all = await LinesAsync($"{id}/lines");
        var two = await LinesAsync($"{id}/lines?limit=2");

        all.GetProperty("agent_id").GetString().ShouldBe(agent.Id);
        Said(all).ShouldBe(["customer:第一问", "assistant:答：第一问", "assistant:我来处理", "customer:第二问"]);
        Said(two).ShouldBe(["assistant:我来处理", "customer:第二问"]);
        (await LinesAsync($"{Guid.CreateVersion7()}/lines")).GetProperty("title").GetString().ShouldBe("conversation_not_found");
    }

    private async Task<JsonElement> LinesAsync(string path)
    {
        using var answer = await service.Host.As(Caller.Service("ai")).GetAsync($"/api/v1/conversations/{path}", Ct);
        return await answer.JsonAsync();
    }

    private static IEnumerable<string> Said(JsonElement answer) => answer.GetProperty("lines").EnumerateArray()
        .Select(line => $"{line.GetProperty("role").GetString()}:{line.GetProperty("text").GetString()}");
}
