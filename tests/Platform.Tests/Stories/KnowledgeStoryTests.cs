using System.Text.Json;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>Knowledge that changes and knowledge that grows, as customers meet it: over all services that answer them.</summary>
[Collection<AssembledStories>]
public sealed class KnowledgeStoryTests(AssembledPlatform platform)
{
    private const string Question = "7kW充电桩多少钱";

    [Fact]
    public async Task A_changed_price_is_in_the_next_answer_though_the_old_one_was_cached_and_the_old_piece_is_found_by_nothing()
    {
        await platform.DraftAsync("价格.jsonl", Pair("7kW充电桩 1880 元，含安装。"));
        var first = await platform.PublishAsync();
        var worded = await platform.AskAsync("李四", Question);
        var cached = await platform.AskAsync("李四", Question);
        await platform.DraftAsync("价格.jsonl", Pair("7kW充电桩 1980 元，含安装。"));
        var drafted = await platform.AskAsync("李四", Question);

        var second = await platform.PublishAsync();

        var (flipped, again) = (await platform.AskAsync("李四", Question), await platform.AskAsync("李四", Question));
        (worded.Release, worded.Source, cached.Source, drafted.Source).ShouldBe((first, "model", "cache", "cache"));
        new[] { worded, cached, drafted }.ShouldAllBe(told => told.Text.Contains("1880", StringComparison.Ordinal));
        (flipped.Release, flipped.Source, again.Source).ShouldBe((second, "model", "cache"));
        new[] { flipped, again }.ShouldAllBe(told => told.Text.Contains("1980", StringComparison.Ordinal) && !told.Text.Contains("1880", StringComparison.Ordinal));
        var (old, now) = (worded.EvidenceIds.ShouldHaveSingleItem(), flipped.EvidenceIds.ShouldHaveSingleItem());
        old.ShouldNotBe(now);
        var story = (await platform.PostAsync("knowledge/hit-test", new { question = "7kW充电桩 1880 元，含安装", limit = 20 })).GetProperty("explanation");
        foreach (var index in new[] { "keyword", "vector" })
        {
            var found = story.GetProperty(index).EnumerateArray().Select(hit => hit.GetProperty("chunk_id").GetString()!).ToList();
            found.ShouldContain(now, $"{index} finds the new piece");
            found.ShouldNotContain(old, $"{index} does not find the old piece");
        }
    }

    [Fact]
    public async Task What_staff_answered_in_a_conversation_that_ended_answers_other_customers_once_a_person_approved_and_published_it()
    {
        var unknown = await platform.AskAsync("孙女士", "充电桩能装在阳台上吗？");
        await platform.GiveAsync("孙女士", "可以装在阳台上，离燃气管道一米以上就行", side: "own", wait: false);
        await platform.GiveAsync("孙女士", "好的谢谢", side: "other", wait: true);

        await platform.PassAsync("孙女士", hours: 2);

        var pair = await QueuedAsync("阳台");
        pair.GetProperty("review_reason").GetString().ShouldBe("staff_answer");
        var approved = await platform.PostAsync(
            $"knowledge/learned/{pair.GetProperty("id").GetGuid()}/approve", new { revision = pair.GetProperty("revision").GetInt32() });
        var draft = (await platform.GetAsync("knowledge/draft")).GetProperty("items").EnumerateArray();
        var early = await platform.AskAsync("周先生", "阳台上能装充电桩吗？");
        var release = await platform.PublishAsync();
        var told = await platform.AskAsync("吴先生", "充电桩能不能装在阳台上");

        (unknown.Action, early.Action).ShouldBe(("handoff", "handoff"));
        draft.ShouldContain(change => change.GetProperty("origin").GetString() == "learned");
        (told.Action, told.Release).ShouldBe(("reply", release));
        told.Text.ShouldContain("离燃气管道一米以上");
        told.EvidenceIds.ShouldBe([approved.GetProperty("knowledge_id").GetString()!]);
    }

    private static string Pair(string answer) => JsonSerializer.Serialize(new { question = Question, answer }) + "\n";

    /// <summary>The pair of the review queue whose question has this word, once it is there.</summary>
    private async Task<JsonElement> QueuedAsync(string word)
    {
        JsonElement queued = default;
        await Eventually.Holds("it waits for a person", async () =>
        {
            queued = (await platform.GetAsync("knowledge/learned?state=pending")).GetProperty("items").EnumerateArray()
                .FirstOrDefault(one => one.GetProperty("question").GetString()!.Contains(word, StringComparison.Ordinal));
            return queued.ValueKind is JsonValueKind.Object;
        });
        return queued;
    }
}
