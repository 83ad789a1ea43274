using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using WeChatPlatform.Message.Tests.Attachments;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>A service with other keys, places or times than most.</summary>
public sealed class AttachmentKeyTests
{
    private static readonly string First = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string Second = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_key_attachments_are_off_and_messages_go_on()
    {
        await using var service = await MessageService.StartAsync();
        var agent = service.NewAgent();

        using var answer = await PostAsync(agent, await agent.SayAsync("[图片]"));

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.TitleAsync()).ShouldBe("attachments_off");
    }

    [Fact]
    public async Task What_an_earlier_key_encrypted_is_read_for_as_long_as_the_key_is_named()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        string address;
        await using (var before = await StartAsync(databases, ("Message:AttachmentKey", First)))
        {
            address = await StoredAsync(before);
        }

        await using (var changed = await StartAsync(
            databases, ("Message:AttachmentKey", Second), ("Message:EarlierAttachmentKeys:0:Key", First)))
        {
            (await changed.Viewer.GetByteArrayAsync(address, Ct)).ShouldBe(Samples.Png);
        }

        await using var forgotten = await StartAsync(databases, ("Message:AttachmentKey", Second));
        using var answer = await forgotten.Viewer.GetAsync(address, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.TitleAsync()).ShouldBe("attachment_key_missing");
    }

    [Fact]
    public async Task Who_sends_too_slowly_makes_room_for_others()
    {
        await using var service = await MessageService.StartAsync(
            ("Message:AttachmentKey", First), ("Message:AttachmentsAtOnce", "1"), ("Message:AttachmentSeconds", "2"));
        var agent = service.NewAgent();
        var slow = await agent.SayAsync("[图片]");
        var quick = await agent.SayAsync("[图片]", "李四");
        using var line = new TcpClient();
        await line.ConnectAsync(service.Host.Address.Host, service.Host.Address.Port, Ct);
        await using var stream = line.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/messages/{slow}/attachments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
            + $"Authorization: {agent.Http.DefaultRequestHeaders.Authorization}\r\n\r\nhalf of it"), Ct);
        using var reader = new StreamReader(stream);

        (await reader.ReadLineAsync(Ct))!.ShouldContain("408");

        using var answer = await PostAsync(agent, quick);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static Task<TestHost> StartAsync(TestDatabases databases, params (string, string)[] settings) =>
        TestHost.StartAsync(new MessageModule(), databases, settings);

    private static async Task<string> StoredAsync(TestHost host)
    {
        using var posted = await host.Agent("agent-1").PostAsync(
            "/api/v1/messages",
            new StringContent("""{"message":{"id":"m1","chat_id":"c","sender":"s","content":"[图片]","type":"image"}}""", Encoding.UTF8, "application/json"),
            Ct);
        var message = (await posted.JsonAsync()).GetProperty("message_id").GetGuid();
        using var stored = await host.Agent("agent-1").PostAsync(
            $"/api/v1/messages/{message}/attachments", new ByteArrayContent(Samples.Png), Ct);
        stored.StatusCode.ShouldBe(HttpStatusCode.Created);
        return stored.Headers.Location!.ToString();
    }

    private static Task<HttpResponseMessage> PostAsync(AgentClient agent, Guid message) =>
        agent.Http.PostAsync($"/api/v1/messages/{message}/attachments?name=a.png", new ByteArrayContent(Samples.Png), Ct);
}
