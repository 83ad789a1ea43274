using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

public sealed class DraftTests
{
    private const string Guide = "# 安装\n## 墙体\n墙体须为实心砖墙。\n## 电源\n需要单独的空开。";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edited_and_a_disabled_piece_stay_so_when_the_file_comes_again_in_a_new_version()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var document = await service.ImportAsync("安装.md", Guide);
        var chunks = await service.ChunksAsync(document);
        var (edited, _) = await service.SendAsync(
            HttpMethod.Put, $"documents/{document}/chunks/{chunks[0].GetProperty("id").GetGuid()}", new { text = "墙体须为混凝土墙。" });
        var (disabled, _) = await service.SendAsync(
            HttpMethod.Put, $"documents/{document}/chunks/{chunks[1].GetProperty("id").GetGuid()}", new { is_enabled = false });
        (edited, disabled).ShouldBe((200, 200));
        (await service.SearchAsync("墙体要求"))[0].Text.ShouldContain("实心砖墙");
        await service.PublishAsync();
        (await service.SearchAsync("墙体要求"))[0].Text.ShouldBe("墙体须为混凝土墙。");
        (await service.SearchAsync("电源空开")).ShouldAllBe(hit => !hit.Text.Contains("空开", StringComparison.Ordinal));

        var job = await service.UploadAsync("安装.md", Guide + "\n## 网络\n需要无线网络。");
        await service.PublishAsync();

        job.GetProperty("added").GetInt32().ShouldBe(1);
        job.GetProperty("kept").GetInt32().ShouldBe(2);
        (await service.SearchAsync("墙体要求"))[0].Text.ShouldBe("墙体须为混凝土墙。");
        (await service.SearchAsync("电源空开")).ShouldAllBe(hit => !hit.Text.Contains("空开", StringComparison.Ordinal));
        (await service.SearchAsync("无线网络"))[0].Text.ShouldContain("无线网络");
    }

    [Fact]
    public async Task A_pair_that_a_person_wrote_is_found_after_the_release_and_its_question_is_taken_once()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var pair = new { question = "可以刷信用卡吗", similar = new[] { "能用信用卡付款吗" }, answer = "可以，支持银联信用卡。" };

        var (added, _) = await service.PostAsync("pairs", pair);
        var (again, problem) = await service.PostAsync("pairs", pair);
        var (empty, _) = await service.PostAsync("pairs", new { question = "没有答案" });
        await service.PublishAsync();

        (added, again, empty).ShouldBe((200, 409, 400));
        problem.GetProperty("title").GetString().ShouldBe("question_exists");
        (await service.SearchAsync("能用信用卡付款吗"))[0].Text.ShouldBe("可以，支持银联信用卡。");
    }

    [Fact]
    public async Task A_document_is_found_only_by_whom_it_is_for_in_its_collection_and_in_its_days()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var document = await service.ImportAsync("faq.jsonl", Knowledge.Warranty);
        var collection = (await service.PostAsync("collections", new { name = "售后" })).Body.GetProperty("id").GetGuid();
        var expired = await service.ImportAsync("旧.jsonl", Knowledge.Price);

        await service.SendAsync(HttpMethod.Put, $"documents/{document}/scope", new { collection_id = collection, products = new[] { "AC7" }, audiences = new[] { "dealer" } });
        await service.SendAsync(HttpMethod.Put, $"documents/{expired}/scope", new { valid_until = "2020-01-01" });
        await service.PublishAsync();

        (await service.SearchAsync("质保几年", "&product=AC7&audience=dealer"))[0].Text.ShouldBe("整机保修两年。");
        (await service.SearchAsync("质保几年", $"&collection={collection}")).ShouldNotBeEmpty();
        (await service.SearchAsync("质保几年", "&product=AC7/dealer")).ShouldBeEmpty();
        (await service.SearchAsync("/质保几年", "&product=AC7&audience=dealer")).ShouldNotBeEmpty("It is not what was searched just before.");
        (await service.SearchAsync("质保几年", "&product=DC60")).ShouldBeEmpty();
        (await service.SearchAsync("质保几年", "&audience=customer")).ShouldBeEmpty();
        (await service.SearchAsync("质保几年", $"&collection={KnowledgeCollection.Default}")).ShouldBeEmpty();
        (await service.SearchAsync("7kW充电桩多少钱")).ShouldAllBe(hit => hit.Text != "1880 元。");
        var turn = Guid.CreateVersion7();
        await service.PublishAsync(new RetrieveKnowledge(turn, turn, "质保几年", 4, DateTimeOffset.UnixEpoch));
        (await service.NextAsync<KnowledgeRetrieved>(answer => answer.TurnId == turn)).Evidence.ShouldBeEmpty("A customer is no dealer.");
    }

    [Fact]
    public async Task A_piece_that_a_later_version_dropped_is_not_edited_and_nothing_waits_for_it()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var document = await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price);
        var dropped = (await service.ChunksAsync(document))[1].GetProperty("id").GetGuid();
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty);
        await using var scope = service.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();

        var change = await context.AloneAsync(
            async () =>
            {
                var edited = await scope.ServiceProvider.GetRequiredService<DraftPieces>().EditHereAsync(
                    document, dropped, content => content with { Text = "2000 元。" }, null, "admin", Ct);
                await context.SaveChangesAsync(Ct);
                return edited;
            },
            Ct);

        change.Chunk.ShouldBeNull();
        (await service.GetAsync("draft")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public void A_name_and_a_question_have_words()
    {
        ManageCollections.Refusal(new ManageCollections.Request("  ", null, null, null)).ShouldNotBeNull();
        ManageTestQuestions.Refusal(new ManageTestQuestions.Request("  ", "1880", null, false, null)).ShouldNotBeNull();
        ManageTestQuestions.Refusal(new ManageTestQuestions.Request("多少钱", "  ", null, false, null)).ShouldNotBeNull();
        ManageTestQuestions.Refusal(new ManageTestQuestions.Request("多少钱", "1880", null, false, null)).ShouldBeNull();
    }

    [Fact]
    public async Task A_retired_document_is_gone_with_the_release_and_a_discarded_change_never_was()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var document = await service.ImportAsync("faq.jsonl", Knowledge.Warranty);
        await service.UploadAsync("price.jsonl", Knowledge.Price);

        (await service.SendAsync(HttpMethod.Delete, "draft")).Body.GetProperty("discarded").GetInt32().ShouldBe(1);
        (await service.SendAsync(HttpMethod.Delete, $"documents/{document}")).Status.ShouldBe(204);
        (await service.SearchAsync("质保几年")).ShouldNotBeEmpty();
        await service.PublishAsync();

        (await service.SearchAsync("质保几年")).ShouldBeEmpty();
        (await service.SearchAsync("7kW充电桩多少钱")).ShouldBeEmpty();
        (await service.SendAsync(HttpMethod.Delete, $"documents/{document}")).Status.ShouldBe(204);
        (await service.GetAsync("draft")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Pieces_are_cut_by_the_collection_of_the_document()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var (_, collection) = await service.PostAsync("collections", new { name = "长文", chunk_size = 100, chunk_overlap = 0 });
        var text = "# 说明\n" + string.Concat(Enumerable.Range(1, 30).Select(number => $"第{number}句说的是第{number}件事。"));

        var whole = await service.UploadAsync("长.md", text);
        var cut = await service.UploadAsync("短.md", text, $"&collection_id={collection.GetProperty("id").GetGuid()}");

        (await service.ChunksAsync(whole.GetProperty("document_id").GetGuid())).Count.ShouldBe(1);
        (await service.ChunksAsync(cut.GetProperty("document_id").GetGuid())).Count.ShouldBeGreaterThan(3);
    }
}
