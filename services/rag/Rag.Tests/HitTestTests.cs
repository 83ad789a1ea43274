using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

public sealed class HitTestTests
{
    private static readonly HitTest.Request Asked = new("保修多久", null, null, null, null, null, false, null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_word_of_the_companys_trade_finds_what_another_one_says()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases, ("Rag:Synonyms:0", "充电桩|wallbox"));
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price);

        var found = (await service.SearchAsync("wallbox保修多久"))[0];

        (found.Title, found.Score).ShouldBe(("充电桩保修多久", 1));
    }

    [Fact]
    public async Task A_hit_test_finds_what_live_answers_find_and_shows_both_rankings_and_why()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price);

        var (status, told) = await service.PostAsync("hit-test", new { question = "质保几年" });

        status.ShouldBe(200);
        var story = told.GetProperty("explanation");
        story.GetProperty("keyword")[0].GetProperty("title").GetString().ShouldBe("充电桩保修多久");
        story.GetProperty("vector")[0].GetProperty("title").GetString().ShouldBe("充电桩保修多久");
        story.GetProperty("fusion").GetArrayLength().ShouldBeGreaterThan(0);
        story.GetProperty("rerank").GetArrayLength().ShouldBeGreaterThan(0);
        story.GetProperty("judged")[0].GetProperty("why")[0].GetString().ShouldBe("known_wording");
        var evidence = told.GetProperty("evidence")[0].GetProperty("evidence").Deserialize<Evidence>(JsonSerializerOptions.Web)!;
        evidence.ShouldBe((await service.SearchAsync("质保几年"))[0]);
    }

    [Fact]
    public async Task The_draft_and_an_earlier_release_are_searched_as_they_would_answer_and_nothing_of_it_is_in_force()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var price = Knowledge.Price.Replace("1880", "1980", StringComparison.Ordinal);
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price);
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + price);
        var kept = (await service.SearchAsync("质保几年"))[0].Id;
        await service.UploadAsync("faq.jsonl", Knowledge.Warranty + "\n" + price.Replace("1980", "2080", StringComparison.Ordinal));

        var draft = await TryAsync(service, new { question = "7kW充电桩多少钱", draft = true });
        var earlier = await TryAsync(service, new { question = "7kW充电桩多少钱", release = 1 });
        var inForce = await TryAsync(service, new { question = "7kW充电桩多少钱", release = 2 });
        await service.SendAsync(HttpMethod.Delete, "draft");
        var discarded = await TryAsync(service, new { question = "7kW充电桩多少钱", draft = true });

        (TextOf(draft), TextOf(earlier), TextOf(inForce), TextOf(discarded)).ShouldBe(("2080 元。", "1880 元。", "1980 元。", "1980 元。"));
        (draft.GetProperty("release").GetInt64(), draft.GetProperty("is_draft").GetBoolean()).ShouldBe((3, true));
        (earlier.GetProperty("release").GetInt64(), earlier.GetProperty("is_draft").GetBoolean()).ShouldBe((1, false));
        draft.GetProperty("explanation").GetProperty("vector")[0].GetProperty("title").GetString().ShouldBe("7kW充电桩多少钱");
        draft.ToString().ShouldNotContain("1980");
        (await TryAsync(service, new { question = "质保几年", draft = true }))
            .GetProperty("evidence")[0].GetProperty("evidence").GetProperty("id").GetString().ShouldBe(kept);
        (await service.SearchAsync("7kW充电桩多少钱"))[0].Text.ShouldBe("1980 元。");
        (await service.GetAsync("releases")).GetProperty("current").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task A_release_that_never_was_and_two_things_at_once_are_not_searched()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);

        var unknown = await service.PostAsync("hit-test", new { question = "质保几年", release = 9 });
        var both = await service.PostAsync("hit-test", new { question = "质保几年", release = 9, draft = true });

        (unknown.Status, unknown.Body.GetProperty("title").GetString()).ShouldBe((404, "release_not_found"));
        (both.Status, both.Body.GetProperty("title").GetString()).ShouldBe((400, "invalid_hit_test"));
    }

    [Theory]
    [InlineData("""{"question": "那个呢", "history": [{"role": "customer"}]}""")]
    [InlineData("""{"question": "那个呢", "history": [null]}""")]
    public void A_history_has_texts(string request) =>
        HitTest.Refusal(JsonSerializer.Deserialize<HitTest.Request>(request, JsonSerializerOptions.Web)!).ShouldNotBeNull();

    [Fact]
    public void What_is_asked_in_a_hit_test_is_bounded()
    {
        HitTest.Refusal(Asked with { History = [new("customer", new string('问', 2001))] }).ShouldNotBeNull();
        HitTest.Refusal(Asked with { Collections = [.. Enumerable.Repeat(Guid.Empty, 101)] }).ShouldNotBeNull();
        HitTest.Refusal(Asked with { Audience = new string('a', 101) }).ShouldNotBeNull();
        HitTest.Refusal(Asked with { History = [new("customer", "充电桩")], Collections = [Guid.Empty], Product = "AC7" }).ShouldBeNull();
    }

    [Fact]
    public async Task A_draft_that_is_discarded_while_it_is_read_is_read_as_it_was()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        await service.UploadAsync("faq.jsonl", Knowledge.Warranty);
        await using var scope = service.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();

        var read = await context.AtOneMomentAsync(
            async () =>
            {
                var plan = await scope.ServiceProvider.GetRequiredService<ReleaseStore>().PlanDraftAsync(Ct);
                (await service.SendAsync(HttpMethod.Delete, "draft")).Status.ShouldBe(200);
                return await context.LoadDraftAsync(plan, Ct);
            },
            Ct);

        read.Select(entry => entry.Entry.Text).ShouldBe(["整机保修两年。"]);
    }

    [Fact]
    public async Task A_question_that_leans_on_the_conversation_finds_what_it_means_in_the_hit_test_and_in_a_turn()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        await service.ImportAsync("faq.jsonl", Knowledge.Price + "\n" + Knowledge.Price.Replace("7kW", "11kW", StringComparison.Ordinal).Replace("1880", "2680", StringComparison.Ordinal));
        ChatLine[] history = [new("customer", "7kW充电桩怎么安装"), new("assistant", "师傅上门安装。")];
        var turn = Guid.CreateVersion7();

        var (_, told) = await service.PostAsync("hit-test", new { question = "那多少钱呢？", history });
        await service.PublishAsync(new RetrieveKnowledge(turn, turn, "那多少钱呢？", 4, DateTimeOffset.UnixEpoch, history));

        told.GetProperty("completed").GetString().ShouldBe("7kW充电桩多少钱");
        told.GetProperty("evidence")[0].GetProperty("evidence").GetProperty("text").GetString().ShouldBe("1880 元。");
        (await service.NextAsync<KnowledgeRetrieved>(found => found.TurnId == turn)).Evidence[0].Text.ShouldBe("1880 元。");
    }

    [Fact]
    public async Task A_pair_of_a_collection_with_a_threshold_is_marked_as_the_answer_itself()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        await service.SendAsync(HttpMethod.Put, $"collections/{KnowledgeCollection.Default}", new { name = "默认", direct_answer = 0.95 });
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price);
        var (known, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await service.PublishAsync(new RetrieveKnowledge(known, known, "质保几年", 4, DateTimeOffset.UnixEpoch));
        await service.PublishAsync(new RetrieveKnowledge(other, other, "充电桩要多少钱一台呀", 4, DateTimeOffset.UnixEpoch));

        (await service.NextAsync<KnowledgeRetrieved>(found => found.TurnId == known)).Evidence[0].IsDirect.ShouldBeTrue();
        (await service.NextAsync<KnowledgeRetrieved>(found => found.TurnId == other)).Evidence.ShouldAllBe(piece => !piece.IsDirect);
    }

    private static async Task<JsonElement> TryAsync(TestHost service, object request)
    {
        var (status, told) = await service.PostAsync("hit-test", request);
        status.ShouldBe(200, told.ToString());
        return told;
    }

    private static string TextOf(JsonElement told) =>
        told.GetProperty("evidence")[0].GetProperty("evidence").GetProperty("text").GetString()!;
}
