using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

public sealed class RagServiceTests
{
    private const string Warranty = """{"question": "充电桩保修多久", "similar": ["质保几年"], "answer": "整机保修两年。"}""";
    private const string Price = """{"question": "7kW充电桩多少钱", "answer": "1880 元。"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_is_answered_from_what_the_folder_held_at_start()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        using var folder = new KnowledgeFolderOnDisk(("faq.jsonl", Warranty), ("安装.md", "# 安装\n## 墙体\n墙体须为实心砖墙。"));
        await using var service = await StartAsync(databases, folder);
        var turn = Guid.CreateVersion7();

        await service.PublishAsync(new RetrieveKnowledge(turn, Guid.CreateVersion7(), "请问充电桩保修多久？", 4, DateTimeOffset.UnixEpoch));

        var found = await service.NextAsync<KnowledgeRetrieved>(answer => answer.TurnId == turn);
        found.Evidence[0].ShouldSatisfyAllConditions(
            best => best.Score.ShouldBe(1), best => best.Text.ShouldBe("整机保修两年。"), best => best.Source.ShouldBe("faq.jsonl"));
    }

    [Fact]
    public async Task A_turn_about_something_else_gets_empty_evidence()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);

        await service.PublishAsync(new RetrieveKnowledge(Guid.CreateVersion7(), Guid.CreateVersion7(), "保修多久", 4, DateTimeOffset.UnixEpoch));

        (await service.NextAsync<KnowledgeRetrieved>(_ => true)).Evidence.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_folder_again_publishes_nothing_and_a_changed_one_replaces_and_retires()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        using var folder = new KnowledgeFolderOnDisk(("faq.jsonl", Warranty + "\n" + Price), ("旧.md", "# 旧政策\n旧的退货政策已经作废。"));
        string keptId;
        await using (var first = await StartAsync(databases, folder))
        {
            var before = await SearchAsync(first, "充电桩保修多久");
            before.Release.ShouldBe(1);
            keptId = before.Hits[0].Id;
        }

        await using (var second = await StartAsync(databases, folder))
        {
            (await SearchAsync(second, "充电桩保修多久")).Release.ShouldBe(1);
        }

        folder.Write("faq.jsonl", Warranty + "\n" + Price.Replace("1880", "1980", StringComparison.Ordinal));
        folder.Delete("旧.md");
        await using var third = await StartAsync(databases, folder);

        (await SearchAsync(third, "7kW充电桩多少钱")).Hits[0].Text.ShouldBe("1980 元。");
        (await SearchAsync(third, "充电桩保修多久")).Hits[0].Id.ShouldBe(keptId);
        (await SearchAsync(third, "旧的退货政策")).Hits.ShouldBeEmpty();
        (await DocumentsAsync(third, "")).Items.Single(document => document.Name == "旧.md").IsRetired.ShouldBeTrue();
    }

    [Fact]
    public async Task A_faulty_file_in_the_folder_leaves_what_it_held_in_force()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        using var folder = new KnowledgeFolderOnDisk(("faq.jsonl", Warranty));
        await using (await StartAsync(databases, folder))
        {
        }

        folder.Write("faq.jsonl", "this is no json");
        await using var service = await StartAsync(databases, folder);

        (await SearchAsync(service, "充电桩保修多久")).Hits[0].Score.ShouldBe(1);
    }

    [Fact]
    public async Task An_upload_is_found_at_once_and_the_next_version_replaces_it()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);

        using var first = await UploadAsync(service, "faq.jsonl", Warranty);
        (await SearchAsync(service, "质保几年")).Hits[0].Text.ShouldBe("整机保修两年。");
        using var second = await UploadAsync(service, "faq.jsonl", Warranty.Replace("两年", "三年", StringComparison.Ordinal));
        using var again = await UploadAsync(service, "faq.jsonl", Warranty.Replace("两年", "三年", StringComparison.Ordinal));

        (await SearchAsync(service, "质保几年")).Hits[0].Text.ShouldBe("整机保修三年。");
        (await again.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("changed").GetBoolean().ShouldBeFalse();
        await Eventually.Holds("both releases are told", () => service.Published<KnowledgePublished>().Select(told => told.Release).SequenceEqual([1, 2]));
    }

    [Fact]
    public async Task New_knowledge_has_effect_on_every_replica_though_the_question_was_asked_before()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        (string, string)[] settings = [.. redis.Settings, ("Rag:RefreshSeconds", "1")];
        await using var first = await TestHost.StartAsync(new RagModule(), databases, settings);
        await using var second = await TestHost.StartAsync(new RagModule(), databases, settings);
        using var before = await UploadAsync(first, "faq.jsonl", Warranty);
        foreach (var replica in (TestHost[])[first, second, first, second])
        {
            await Eventually.Holds("the old answer is found", async () =>
                (await SearchAsync(replica, "质保几年")).Hits is [{ Text: "整机保修两年。" }, ..]);
        }

        using var after = await UploadAsync(first, "faq.jsonl", Warranty.Replace("两年", "三年", StringComparison.Ordinal));

        (await SearchAsync(first, "质保几年")).Hits[0].Text.ShouldBe("整机保修三年。");
        await Eventually.Holds("the new answer is found by the other replica", async () =>
            (await SearchAsync(second, "质保几年")).Hits[0].Text == "整机保修三年。");
        (await first.Management.GetStringAsync("/metrics", Ct)).ShouldContain("kind=\"knowledge\",level=\"local\",result=\"hit\"");
    }

    [Fact]
    public async Task A_bad_upload_names_its_lines_and_loses_nothing()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        using var good = await UploadAsync(service, "faq.jsonl", Warranty);

        using var refused = await UploadAsync(service, "faq.jsonl", Price + "\nbroken\n{\"question\": \"没有答案\"}");

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("title").GetString().ShouldBe("knowledge_import_refused");
        problem.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("line").GetInt32()).ShouldBe([2, 3]);
        (await SearchAsync(service, "质保几年")).Hits[0].Score.ShouldBe(1);
        (await SearchAsync(service, "7kW充电桩多少钱")).Hits.ShouldAllBe(hit => hit.Score < 1);
    }

    [Fact]
    public async Task A_form_with_a_file_is_taken_too_and_one_too_large_is_not()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases, ("Rag:MaxImportBytes", "2048"));
        using var form = new MultipartFormDataContent { { new StringContent("问题,答案\n保修多久,两年。\n"), "file", "常见问题.csv" } };

        using var taken = await service.Admin.PostAsync("/api/v1/knowledge/imports", form, Ct);
        using var refused = await UploadAsync(service, "big.md", new string('长', 1000));
        using var nameless = await service.Admin.PostAsync("/api/v1/knowledge/imports", new StringContent(Warranty), Ct);

        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await taken.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("name").GetString().ShouldBe("常见问题.csv");
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        nameless.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Documents_are_listed_in_pages()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        foreach (var number in Enumerable.Range(1, 3))
        {
            using var answer = await UploadAsync(service, $"{number}.md", $"# 第{number}份\n内容{number}");
        }

        var first = await DocumentsAsync(service, "?limit=2");
        var second = await DocumentsAsync(service, $"?limit=2&after={first.Next}");

        first.Items.Select(document => document.Name).ShouldBe(["3.md", "2.md"]);
        second.Items.Select(document => document.Name).ShouldBe(["1.md"]);
        second.Next.ShouldBeNull();
    }

    [Fact]
    public async Task Only_an_admin_imports()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);

        using var refused = await service.Viewer.PostAsync("/api/v1/knowledge/imports?name=faq.jsonl", new StringContent(Warranty), Ct);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Task<TestHost> StartAsync(TestDatabases databases, KnowledgeFolderOnDisk folder) =>
        TestHost.StartAsync(new RagModule(), databases, ("Rag:KnowledgeFolder", folder.Path));

    private static async Task<HttpResponseMessage> UploadAsync(TestHost service, string name, string text)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await service.Admin.PostAsync($"/api/v1/knowledge/imports?name={Uri.EscapeDataString(name)}", content, Ct);
    }

    private static async Task<Found> SearchAsync(TestHost service, string question)
    {
        var answer = await service.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/knowledge/search?q={Uri.EscapeDataString(question)}", Ct);
        return new Found(
            answer.GetProperty("release").GetInt64(),
            [.. answer.GetProperty("results").EnumerateArray().Select(hit => hit.Deserialize<Evidence>(JsonSerializerOptions.Web)!)]);
    }

    private static async Task<(List<(string? Name, bool IsRetired)> Items, string? Next)> DocumentsAsync(
        TestHost service, string query)
    {
        var page = await service.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/knowledge/documents{query}", Ct);
        return (
            [.. page.GetProperty("items").EnumerateArray().Select(item =>
                (item.GetProperty("name").GetString(), item.TryGetProperty("retired_at", out _)))],
            page.TryGetProperty("next", out var next) ? next.GetString() : null);
    }

    private sealed record Found(long Release, List<Evidence> Hits);
}
