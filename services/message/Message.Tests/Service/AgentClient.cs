using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>A WeChat PC's agent as the service sees it, and a console user's look at what became of its messages.</summary>
public sealed class AgentClient(MessageService service, string id, string desktop)
{
    private static int messages;

    public string Id => id;

    public HttpClient Http => service.Host.Agent(id, desktop);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A text of a private chat; the body of a post is changed by what a test needs different.</summary>
    public Dictionary<string, object?> Message(string content, string chat = "张三") => new(StringComparer.Ordinal)
    {
        ["id"] = $"{id}-{Interlocked.Increment(ref messages)}",
        ["chat_id"] = chat,
        ["sender"] = chat,
        ["content"] = content,
        ["type"] = "text",
        ["is_group"] = false,
        ["is_at_me"] = false,
    };

    /// <summary>Somebody's text in a group.</summary>
    public Dictionary<string, object?> GroupMessage(string content, bool isAtMe, string group = "业主群", string sender = "李四")
    {
        var message = Message(content, group);
        message["sender"] = sender;
        message["chat_name"] = group;
        message["is_group"] = true;
        message["is_at_me"] = isAtMe;
        return message;
    }

    public Task<HttpResponseMessage> PostAsync(object message, int? wait = null, CancellationToken? ct = null) =>
        SendAsync(new { agent_id = id, message }, wait is null ? null : $"wait={wait}", ct);

    public async Task<HttpResponseMessage> SendAsync(object body, string? prefer = null, CancellationToken? ct = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/messages") { Content = JsonContent.Create(body) };
        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        return await Http.SendAsync(request, ct ?? Ct);
    }

    /// <summary>Hands a message in without waiting for its decision.</summary>
    /// <returns>The id of the stored message.</returns>
    public async Task<Guid> GiveAsync(object message)
    {
        using var answer = await PostAsync(message);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return (await answer.JsonAsync()).GetProperty("message_id").GetGuid();
    }

    public Task<Guid> SayAsync(string content, string chat = "张三") => GiveAsync(Message(content, chat));

    /// <summary>Hands a message in and waits for its decision.</summary>
    public async Task<DecisionAnswer> AskAsync(object message, int wait = 20)
    {
        using var answer = await PostAsync(message, wait);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<DecisionAnswer>(Wire.Json, Ct))!;
    }

    public Task<DecisionAnswer> AskAsync(string content, string chat = "张三") => AskAsync(Message(content, chat));

    public Task<AgentLine> ConnectAsync(string ledger = "ledger-1", params Guid[] open) =>
        AgentLine.ConnectAsync(service.Host, id, desktop, ledger, open);

    /// <summary>Connects as a process that asks the gate, and waits until it has the account.</summary>
    public async Task<AgentLine> StartAsync(string instance = "process-1", string ledger = "ledger-1", string? clientVersion = null)
    {
        var line = await AgentLine.ConnectAsync(service.Host, id, desktop, ledger, [], instance, clientVersion);
        await line.WelcomeAsync();
        return line;
    }

    /// <summary>Connects as a process that may not get the account.</summary>
    public Task<AgentLine> KnockAsync(string? instance, string ledger = "ledger-1") =>
        AgentLine.ConnectAsync(service.Host, id, desktop, ledger, [], instance);

    /// <summary>Somebody of ours types in a chat, with their own hands.</summary>
    public Task<Guid> TypeAsync(string content, string chat = "张三")
    {
        var message = Message(content, chat);
        message["side"] = "own";
        return GiveAsync(message);
    }

    /// <summary>A heartbeat with this status.</summary>
    public async Task BeatAsync(object status)
    {
        using var answer = await Http.PostAsJsonAsync("/api/v1/heartbeat", new { agent_id = id, status }, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>The agent as a console user sees it.</summary>
    public async Task<JsonElement> StatusAsync() =>
        (await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/agents/status", Ct)).GetProperty("agents").EnumerateArray()
            .Single(one => one.GetProperty("agent_id").GetString() == id);

    /// <summary>Asks the gate over HTTP.</summary>
    public async Task<GateWord> AskGateAsync(Guid decisionId, string step = "enter", int part = 0, long? lease = null)
    {
        using var answer = await Http.PostAsJsonAsync($"/api/v1/decisions/{decisionId}/gate", new { part, step, lease }, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<GateWord>(Wire.Json, Ct))!;
    }

    public Task<HttpResponseMessage> ReportAsync(Guid decisionId, int part, string outcome, string? reason = null) =>
        Http.PostAsJsonAsync("/api/v1/deliveries", new { decision_id = decisionId, part, outcome, reason }, Ct);

    /// <summary>The conversation with a chat (in a group, with one of its members), as a console user sees it.</summary>
    public async Task<ConversationView> ConversationAsync(string chat = "张三")
    {
        var page = await service.Host.Viewer.GetFromJsonAsync<Page>("/api/v1/conversations?limit=200", Wire.Json, Ct);
        var found = page!.Items.Single(item => item.AgentId == id && item.ChatId == chat);
        return (await service.Host.Viewer.GetFromJsonAsync<ConversationView>($"/api/v1/conversations/{found.Id}", Wire.Json, Ct))!;
    }

    /// <summary>The conversation once it has so many decisions, or what else a test waits for.</summary>
    public async Task<ConversationView> ConversationAsync(Func<ConversationView, bool> ready, string chat = "张三", TimeSpan? within = null)
    {
        ConversationView? seen = null;
        await Eventually.Holds(
            "the conversation is as expected", async () => ready(seen = await ConversationAsync(chat)), within ?? TimeSpan.FromSeconds(20));
        return seen!;
    }

    private sealed record Page(List<ConversationItem> Items);
}

internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    public static async Task<string?> TitleAsync(this HttpResponseMessage answer) =>
        (await answer.JsonAsync()).GetProperty("title").GetString();
}
