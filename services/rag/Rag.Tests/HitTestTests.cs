using System.Text.Json;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

public sealed class HitTestTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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
}
