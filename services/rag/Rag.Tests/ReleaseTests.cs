using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

public sealed class ReleaseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_is_found_by_nobody_until_it_is_published_and_then_it_says_when_and_what_was_tried()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var job = await service.UploadAsync("faq.jsonl", Knowledge.Warranty);
        job.GetProperty("state").GetString().ShouldBe("done");

        (await service.SearchAsync("质保几年")).ShouldBeEmpty();
        (await service.GetAsync("draft")).GetProperty("items")[0].GetProperty("action").GetString().ShouldBe("add");
        var (status, release) = await service.PostAsync("releases", new { note = "first" });

        status.ShouldBe(200);
        release.GetProperty("number").GetInt64().ShouldBe(1);
        release.GetProperty("probes").GetInt32().ShouldBe(1);
        release.TryGetProperty("verified_at", out _).ShouldBeTrue();
        (await service.SearchAsync("质保几年"))[0].Text.ShouldBe("整机保修两年。");
        (await service.GetAsync("draft")).GetProperty("total").GetInt32().ShouldBe(0);
        (await service.PostAsync("releases")).Status.ShouldBe(409);
        await service.NextAsync<KnowledgePublished>(_ => true);
        service.Published<KnowledgePublished>().Single().ShouldSatisfyAllConditions(told => told.Release.ShouldBe(1), told => told.Entries.ShouldBe(1));
    }

    [Fact]
    public async Task A_changed_price_is_answered_with_the_next_question_the_old_one_is_gone_and_comes_back_with_its_release()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price);
        (await service.SearchAsync("7kW充电桩多少钱"))[0].Text.ShouldBe("1880 元。");
        var kept = (await service.SearchAsync("质保几年"))[0].Id;

        await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price.Replace("1880", "1980", StringComparison.Ordinal));

        var flipped = await service.SearchAsync("7kW充电桩多少钱");
        flipped[0].Text.ShouldBe("1980 元。");
        flipped.ShouldNotContain(hit => hit.Text == "1880 元。");
        (await service.SearchAsync("质保几年"))[0].Id.ShouldBe(kept);
        var turn = Guid.CreateVersion7();
        await service.PublishAsync(new RetrieveKnowledge(turn, turn, "7kW充电桩多少钱", 4, DateTimeOffset.UnixEpoch));
        (await service.NextAsync<KnowledgeRetrieved>(told => told.TurnId == turn)).Release.ShouldBe(2);

        var (status, restored) = await service.PostAsync("releases/1/restore");

        status.ShouldBe(200);
        restored.GetProperty("number").GetInt64().ShouldBe(3);
        restored.GetProperty("restores").GetInt64().ShouldBe(1);
        var back = await service.SearchAsync("7kW充电桩多少钱");
        back[0].Text.ShouldBe("1880 元。");
        back.ShouldNotContain(hit => hit.Text == "1980 元。");
        (await service.SearchAsync("质保几年"))[0].Id.ShouldBe(kept);
        (await service.GetAsync("releases")).GetProperty("current").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task A_release_that_was_never_live_cannot_be_restored()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);

        var (status, problem) = await service.PostAsync("releases/7/restore");

        status.ShouldBe(404);
        problem.GetProperty("title").GetString().ShouldBe("release_not_found");
    }

    [Fact]
    public async Task A_drop_of_a_test_question_stops_the_release_and_nothing_changes()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price);
        (await service.PostAsync("test-questions", new { question = "家用桩7kW多少钱", expects = "1880" })).Status.ShouldBe(201);
        (await service.PostAsync("test-questions", new { question = "今天天气怎么样", expects_nothing = true })).Status.ShouldBe(201);
        (await service.PostAsync("test-questions/run")).Body.GetProperty("passed").GetInt32().ShouldBe(2);
        await service.UploadAsync("faq.jsonl", Knowledge.Warranty);

        var (status, problem) = await service.PostAsync("releases");

        status.ShouldBe(422);
        problem.GetProperty("title").GetString().ShouldBe("questions_dropped");
        problem.GetProperty("faults")[0].GetProperty("subject").GetString().ShouldBe("家用桩7kW多少钱");
        (await service.SearchAsync("7kW充电桩多少钱"))[0].Text.ShouldBe("1880 元。");
        (await service.GetAsync("releases/2")).GetProperty("state").GetString().ShouldBe("refused");
        (await service.GetAsync("draft")).GetProperty("total").GetInt32().ShouldBe(1);

        var (again, release) = await service.PostAsync("releases", new { accept_drop = true });

        again.ShouldBe(200);
        release.GetProperty("number").GetInt64().ShouldBe(3);
        release.GetProperty("questions_passed").GetInt32().ShouldBe(1);
        (await service.SearchAsync("7kW充电桩多少钱")).ShouldAllBe(hit => hit.Text != "1880 元。");
    }

    [Fact]
    public async Task What_a_dead_process_left_half_published_is_taken_back_by_the_next_release()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var document = await service.ImportAsync("faq.jsonl", Knowledge.Warranty);
        await service.UploadAsync("faq.jsonl", Knowledge.Warranty.Replace("两年", "三年", StringComparison.Ordinal));
        await using (var scope = service.Services.CreateAsyncScope())
        {
            // What a process does before it dies: rows of a release that is not in force.
            await scope.ServiceProvider.GetRequiredService<ReleaseStore>().PrepareAsync(new PublishRequest("dead"), Ct);
        }

        (await service.SearchAsync("质保几年"))[0].Text.ShouldBe("整机保修两年。");
        var number = await service.PublishAsync();

        number.ShouldBe(3);
        (await service.GetAsync("releases/2")).GetProperty("refusal").GetString().ShouldBe("interrupted");
        (await service.SearchAsync("质保几年")).Select(hit => hit.Text).ShouldBe(["整机保修三年。"], Case.Sensitive);
        await using var check = service.Services.CreateAsyncScope();
        var context = check.ServiceProvider.GetRequiredService<RagDbContext>();
        (await context.IndexEntries.CountAsync(row => row.DocumentId == document && row.UntilRelease == null, Ct)).ShouldBe(1);
    }

    [Fact]
    public async Task A_commit_whose_word_was_lost_is_made_again_and_leaves_one_whole_release()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty);
        await service.UploadAsync("faq.jsonl", Knowledge.Warranty.Replace("两年", "三年", StringComparison.Ordinal));
        await using var scope = service.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<ReleaseStore>();

        var lost = await store.PrepareAsync(new PublishRequest("admin"), Ct);
        var again = await store.PrepareAsync(new PublishRequest("admin"), Ct);
        var inForce = await store.PutInForceAsync(again!.Value.Release, again.Value.Plan, Ct);
        var repeated = await store.PutInForceAsync(again.Value.Release, again.Value.Plan, Ct);

        (again.Value.Plan.Added.Count, again.Value.Plan.Retired.Count).ShouldBe((1, 1));
        (inForce, repeated).ShouldBe((true, true));
        (await service.GetAsync($"releases/{lost!.Value.Release.Number}")).GetProperty("state").GetString().ShouldBe("refused");
        (await service.GetAsync($"releases/{again.Value.Release.Number}")).GetProperty("state").GetString().ShouldBe("live");
        (await store.LeftBehindAsync(Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_releases_at_once_are_made_one_after_the_other()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);

        await Task.WhenAll(Enumerable.Range(1, 4).Select(number => service.ImportAsync($"{number}.md", $"# 第{number}份\n第{number}份的内容是{number}号说明。")));

        (await service.GetAsync("releases")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("state").GetString())
            .ShouldBe(["live", "live", "live", "live"]);
        (await service.SearchAsync("第3份的内容")).ShouldContain(hit => hit.Text.Contains("3号说明", StringComparison.Ordinal));
    }
}
