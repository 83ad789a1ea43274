using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatPlatform.Message.Tests.Service;

public sealed class PostMessageTests(MessageService service) : IClassFixture<MessageService>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stored_message_is_accepted_with_its_id_and_where_its_reply_will_be()
    {
        var agent = service.NewAgent();

        using var answer = await agent.PostAsync(agent.Message("保修多久"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var body = await answer.JsonAsync();
        body.GetProperty("status").GetString().ShouldBe("accepted");
        answer.Headers.Location!.ToString().ShouldBe($"/api/v1/messages/{body.GetProperty("message_id").GetGuid()}/reply");
    }

    [Fact]
    public async Task A_decision_that_comes_with_the_answer_names_the_message_too()
    {
        var agent = service.NewAgent();

        using var answer = await agent.PostAsync(agent.Message("保修多久"), wait: 20);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetProperty("message_id").GetGuid().ShouldBe((await agent.ConversationAsync()).Messages[0].Id);
    }

    [Fact]
    public async Task A_repeat_answers_the_id_of_the_first_and_stores_nothing()
    {
        var agent = service.NewAgent();
        var message = agent.Message("保修多久");
        var first = await agent.GiveAsync(message);

        var again = await agent.GiveAsync(message);

        again.ShouldBe(first);
        (await agent.ConversationAsync()).Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Twenty_deliveries_of_one_message_side_by_side_store_it_once()
    {
        var agent = service.NewAgent();
        var message = agent.Message("保修多久");

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => agent.GiveAsync(message)));

        ids.Distinct().ShouldHaveSingleItem();
        (await agent.ConversationAsync()).Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_id_for_two_chats_at_once_is_stored_for_one_of_them()
    {
        var agent = service.NewAgent();
        var message = agent.Message("保修多久");
        var other = new Dictionary<string, object?>(message) { ["chat_id"] = "李四" };

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => agent.GiveAsync(number % 2 == 0 ? message : other)));

        ids.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_id_of_another_agent_is_another_message()
    {
        var (one, other) = (service.NewAgent(), service.NewAgent());
        var message = one.Message("你好");

        (await other.GiveAsync(message)).ShouldNotBe(await one.GiveAsync(message));
    }

    [Fact]
    public async Task Messages_of_a_chat_are_numbered_without_gaps_in_the_order_they_came()
    {
        var agent = service.NewAgent();
        foreach (var text in new[] { "一", "二", "三" })
        {
            await agent.SayAsync(text);
        }

        (await agent.ConversationAsync()).Messages.OrderBy(message => message.Sequence)
            .Select(message => (message.Sequence, message.Content)).ShouldBe([(1, "一"), (2, "二"), (3, "三")]);
    }

    [Fact]
    public async Task All_faults_of_a_message_are_listed_at_once_and_nothing_is_stored()
    {
        var agent = service.NewAgent();
        var message = agent.Message(new string('x', 10_001), "");
        message["id"] = new string('x', 201);
        message["sender"] = " ";
        message["type"] = new string('x', 31);
        message["chat_name"] = new string('x', 201);
        message["side"] = "mine";

        using var answer = await agent.PostAsync(message);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.JsonAsync();
        problem.GetProperty("title").GetString().ShouldBe("invalid_message");
        foreach (var name in new[] { "id", "chat_id", "sender", "content", "type", "chat_name", "side" })
        {
            problem.GetProperty("detail").GetString()!.ShouldContain($"message.{name} ");
        }

        (await StoredAsync(agent)).ShouldBe(0);
    }

    [Theory]
    [InlineData("{", "malformed_request")]
    [InlineData("", "malformed_request")]
    [InlineData("[]", "malformed_request")]
    [InlineData("null", "malformed_request")]
    [InlineData("{}", "invalid_message")]
    [InlineData("""{"message":null}""", "invalid_message")]
    [InlineData("""{"message":{}}""", "invalid_message")]
    [InlineData("""{"message":{"id":7}}""", "malformed_request")]
    [InlineData("""{"message":{"id":"m1","chat_id":"c","sender":"s","content":"\u0000"}}""", "invalid_message")]
    [InlineData("""{"message":{"id":"m1","chat_id":"c","sender":"s","content":"x","is_group":"yes"}}""", "malformed_request")]
    [InlineData("""{"message":{"id":"m1","chat_id":"c","sender":"s","content":"half a character \ud83d"}}""", "malformed_request")]
    [InlineData("""{"message":{"id":"m1","chat_id":"c","sender":"s","content":"x","timestamp":"yesterday"}}""", "malformed_request")]
    [InlineData("""{"message":{"id":"m1","chat_id":"c","sender":"s","content":"x","timestamp":true}}""", "malformed_request")]
    [InlineData("""{"message":{"id":"m1","chat_id":"c","sender":"s","content":"x","timestamp":1e300}}""", "malformed_request")]
    [InlineData("""{"message":{"id":"m1","chat_id":"c","sender":"s","content":"x","timestamp":-70000000000000}}""", "malformed_request")]
    [InlineData("""{"message":{"id":"m1","chat_id":"c","sender":"s","content":"x","timestamp":"NaN"}}""", "malformed_request")]
    public async Task A_body_that_is_no_message_is_refused_and_nothing_is_stored(string body, string title)
    {
        var agent = service.NewAgent();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await agent.Http.PostAsync("/api/v1/messages", content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.TitleAsync()).ShouldBe(title);
        (await StoredAsync(agent)).ShouldBe(0);
    }

    [Fact]
    public async Task A_character_that_the_database_cannot_hold_is_left_out_and_the_message_kept()
    {
        var agent = service.NewAgent();

        await agent.SayAsync("保修\0多久😀");

        (await agent.ConversationAsync()).Messages[0].Content.ShouldBe("保修多久😀");
    }

    [Fact]
    public async Task An_agent_may_not_post_for_another()
    {
        var agent = service.NewAgent();

        using var answer = await agent.SendAsync(new { agent_id = "somebody-else", message = agent.Message("你好") });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.TitleAsync()).ShouldBe("agent_mismatch");
    }

    [Fact]
    public async Task A_console_user_may_not_post()
    {
        using var answer = await service.Host.Admin.PostAsJsonAsync(
            "/api/v1/messages", new { message = service.NewAgent().Message("你好") }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_stranger_may_not_post()
    {
        using var answer = await service.Host.Stranger.PostAsJsonAsync(
            "/api/v1/messages", new { message = service.NewAgent().Message("你好") }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("wait=61")]
    [InlineData("respond-async, wait=99999999999")]
    public async Task Nobody_waits_longer_than_a_minute(string prefer)
    {
        var agent = service.NewAgent();

        using var answer = await agent.SendAsync(new { agent_id = agent.Id, message = agent.Message("你好") }, prefer);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.TitleAsync()).ShouldBe("invalid_message");
        (await StoredAsync(agent)).ShouldBe(0);
    }

    [Theory]
    [InlineData("2026-05-04T08:00:00Z", "2026-05-04T08:00:00Z")]
    [InlineData("2026-05-04T16:00:00.5+08:00", "2026-05-04T08:00:00.5Z")]
    [InlineData("2026-05-04T08:00:00", "2026-05-04T08:00:00Z")]
    [InlineData(1777881600L, "2026-05-04T08:00:00Z")]
    [InlineData(1777881600.25, "2026-05-04T08:00:00.25Z")]
    [InlineData(1777881600250L, "2026-05-04T08:00:00.25Z")]
    [InlineData("1777881600", "2026-05-04T08:00:00Z")]
    public async Task A_timestamp_may_be_written_in_several_ways(object timestamp, string expected)
    {
        var agent = service.NewAgent();
        var message = agent.Message("你好");
        message["timestamp"] = timestamp;

        var id = await agent.GiveAsync(message);

        (await SentAtAsync(id)).ShouldBe(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_message_without_a_timestamp_was_sent_when_it_came(string? timestamp)
    {
        var agent = service.NewAgent();
        var message = agent.Message("你好");
        message["timestamp"] = timestamp;
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);

        var id = await agent.GiveAsync(message);

        (await SentAtAsync(id)).ShouldBeGreaterThan(before);
    }

    private Task<int> StoredAsync(AgentClient agent) =>
        QueryAsync(context => context.Messages.CountAsync(message => message.AgentId == agent.Id, Ct));

    private Task<DateTimeOffset> SentAtAsync(Guid id) =>
        QueryAsync(context => context.Messages.Where(message => message.Id == id).Select(message => message.SentAt).SingleAsync(Ct));

    private async Task<T> QueryAsync<T>(Func<MessageDbContext, Task<T>> query)
    {
        await using var scope = service.Host.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<MessageDbContext>());
    }
}
