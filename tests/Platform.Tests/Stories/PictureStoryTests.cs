using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Ai;
using WeChatPlatform.Customer;
using WeChatPlatform.ErpSync;
using WeChatPlatform.Hosting;
using WeChatPlatform.Message;
using WeChatPlatform.Rag;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>
/// A customer sends a picture of a fault: message keeps it encrypted, ai fetches it by a service call and reads it with the real tesseract,
/// rag finds what the company knows of the fault, and the customer is answered.
/// </summary>
public sealed class PictureStoryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_of_a_fault_leads_to_what_is_known_of_it()
    {
        var knowledge = Directory.CreateTempSubdirectory("wechat-picture-");
        await File.WriteAllTextAsync(
            Path.Combine(knowledge.FullName, "faults.jsonl"),
            """{"question":"充电桩显示屏报故障代码E03通信故障怎么办","answer":"E03 是通信故障：请断电五分钟后重启。"}""" + "\n", Ct);
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var host = await TestHost.StartAsync(
            new PlatformHostSetup
            {
                Modules = [new MessageModule(), new AiModule(), new CustomerModule(), new RagModule(), new ErpSyncModule()],
                ReadEnvironment = false,
            },
            databases,
            ("Message:AttachmentKey", Convert.ToBase64String(new byte[32])),
            ("Message:MergeWindowMilliseconds", "0"),
            ("Rag:KnowledgeFolder", knowledge.FullName),
            ("Llm:Provider", "none"));
        var agent = host.Agent("agent-1");
        using var posted = await agent.PostAsJsonAsync(
            "/api/v1/messages",
            new
            {
                agent_id = "agent-1",
                message = new { id = "m-1", chat_id = "张三", sender = "张三", content = "[图片]", type = "image", attachment = true },
            },
            Ct);
        var id = (await posted.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("message_id").GetGuid();

        using var uploaded = await agent.PostAsync($"/api/v1/messages/{id}/attachments?name=fault.png", Picture(), Ct);

        uploaded.EnsureSuccessStatusCode();
        JsonElement reply = default;
        await Eventually.Holds("the picture is answered", async () =>
        {
            using var answer = await agent.GetAsync($"/api/v1/messages/{id}/reply", Ct);
            reply = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(Ct) : default;
            return reply.ValueKind is JsonValueKind.Object && reply.TryGetProperty("action", out _);
        }, TimeSpan.FromSeconds(60));
        knowledge.Delete(recursive: true);
        reply.GetProperty("content").GetString().ShouldNotBeNull().ShouldContain("充电桩显示屏报故障代码E03通信故障怎么办");
    }

    private static ByteArrayContent Picture()
    {
        var content = new ByteArrayContent(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fault.png")));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }
}
