using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

/// <summary>Personal data stays out of the knowledge on every road into it; what people write by hand is warned of.</summary>
public sealed class RedactionRoadsTests
{
    private const string Phone = "13812345678";
    private const string Faq = """{"question": "充电桩坏了找谁修", "answer": "请联系张工 13812345678，或总机 021-12345678。"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Imports_the_folder_and_what_is_written_by_hand()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        using var folder = new KnowledgeFolderOnDisk(
            ("faq.jsonl", Faq), ("手册.md", $"# 手册\n\n调试时请打 {Phone} 找张工。"), ("页.html", $"<h1>页</h1><p>夜间值班电话 {Phone}。</p>"));
        await using var service = await TestHost.StartAsync(
            new RagModule(), databases, ("Rag:KnowledgeFolder", folder.Path), ("Rag:OwnContacts:0", "021-12345678"));

        var imported = await ImportAsync(service, "导入.md", $"# 安装\n\n安装当天师傅会打电话 {Phone} 确认。");
        var kept = await ImportAsync(service, "保留.md", "# 总部\n\n总部老板的手机是 13912345678。", "&redact=false");
        var (_, written) = await service.PostAsync("pairs", new { question = "老板电话多少", answer = $"是 {Phone}。" });
        var (_, own) = await service.PostAsync("pairs", new { question = "总机是多少", answer = "是 021-12345678。" });

        imported.GetProperty("redactions").GetInt32().ShouldBe(1);
        kept.GetProperty("redactions").GetInt32().ShouldBe(0);
        var texts = new StringBuilder();
        foreach (var document in (await service.GetAsync("documents")).GetProperty("items").EnumerateArray())
        {
            if (document.GetProperty("origin").GetString() != KnowledgeDocument.Written)
            {
                texts.AppendJoin('\n', (await service.ChunksAsync(document.GetProperty("id").GetGuid())).Select(chunk => chunk.GetProperty("text").GetString()));
            }
        }

        texts.ToString().ShouldSatisfyAllConditions(
            all => all.ShouldNotContain(Phone), all => all.ShouldContain("总机 021-12345678"), all => all.ShouldContain("13912345678"), all => all.ShouldContain("调试时请打 [电话]"),
            all => all.ShouldContain("夜间值班电话 [电话]"));
        written.GetProperty("warnings")[0].GetProperty("code").GetString().ShouldBe("personal_data");
        own.TryGetProperty("warnings", out _).ShouldBeFalse();
        var (_, edited) = await service.SendAsync(
            HttpMethod.Put, $"documents/{own.GetProperty("document_id").GetGuid()}/chunks/{own.GetProperty("id").GetGuid()}", new { text = $"打 {Phone}。" });
        edited.GetProperty("warnings")[0].GetProperty("code").GetString().ShouldBe("personal_data");
    }

    [Fact]
    public async Task What_the_folder_said_before_it_was_redacted_is_replaced()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        using var folder = new KnowledgeFolderOnDisk(("faq.jsonl", Faq));
        await using (var before = await TestHost.StartAsync(new RagModule(), databases, ("Rag:KnowledgeFolder", folder.Path), ("Rag:FolderRedacts", "false")))
        {
            (await before.SearchAsync("充电桩坏了找谁修"))[0].Text.ShouldContain(Phone);
        }

        await using var service = await TestHost.StartAsync(new RagModule(), databases, ("Rag:KnowledgeFolder", folder.Path));

        (await service.SearchAsync("充电桩坏了找谁修"))[0].Text.ShouldBe("请联系张工 [电话]，或总机 [电话]。");
    }

    private static async Task<JsonElement> ImportAsync(TestHost service, string name, string text, string query = "")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        using var response = await service.Admin.PostAsync($"/api/v1/knowledge/imports?name={Uri.EscapeDataString(name)}{query}", content, Ct);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(Ct));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
