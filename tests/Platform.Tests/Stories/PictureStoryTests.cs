using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>
/// A customer sends a picture of a fault: message keeps it encrypted, ai fetches it by a service call and reads it with the real tesseract,
/// rag finds what the company knows of the fault, and the customer is answered.
/// </summary>
[Collection<AssembledStories>]
public sealed class PictureStoryTests(AssembledPlatform platform)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_of_a_fault_leads_to_what_is_known_of_it()
    {
        var agent = platform.Host.Agent(AssembledPlatform.Agent);
        using var posted = await agent.PostAsJsonAsync(
            "/api/v1/messages",
            new
            {
                agent_id = AssembledPlatform.Agent,
                message = new { id = "picture-1", chat_id = "张三", sender = "张三", content = "[图片]", type = "image", attachment = true },
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
        reply.GetProperty("content").GetString().ShouldNotBeNull().ShouldContain("E03 是通信故障：请断电五分钟后重启。");
    }

    private static ByteArrayContent Picture()
    {
        var content = new ByteArrayContent(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fault.png")));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }
}
