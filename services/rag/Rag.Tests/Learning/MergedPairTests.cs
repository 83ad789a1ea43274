using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static WeChatPlatform.Rag.Tests.Learning.Closings;

namespace WeChatPlatform.Rag.Tests.Learning;

/// <summary>What the knowledge has already does not come in twice: a new wording joins its pair, and another answer is a person's choice.</summary>
public sealed class MergedPairTests(LearningService service) : IClassFixture<LearningService>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_wording_of_a_pair_becomes_a_wording_of_it_and_no_second_pair()
    {
        var document = await service.Host.ImportAsync("保修.jsonl", """{"question": "充电桩保修多久", "similar": ["质保几年"], "answer": "整机保修两年，人为损坏除外，保修期内免费上门维修。"}""");
        await LearnFromFaqAsync("充电桩保修期是多长时间啊？", "您好，整机保修两年，人为损坏的除外，保修期内我们免费上门维修。");
        await LearnFromFaqAsync("家里装的充电桩质保几年呀？", "整机保修两年的，人为损坏除外哦，保修期里可以免费上门维修。");

        var pairs = (await service.PairsAsync("充电桩")).Where(pair => Text(pair, "answer").StartsWith("整机保修", StringComparison.Ordinal)).ToList();
        var known = (await service.GetAsync($"learned/{Text(pairs[0], "id")}")).GetProperty("known");
        using var first = await service.ReviewAsync(pairs[0], "approve");
        using var second = await service.ReviewAsync(pairs[1], "approve");
        await service.Host.PublishAsync();

        pairs.Select(pair => Text(pair, "review_reason")).ShouldBe(["rests_on_faq", "rests_on_faq"]);
        Text(known[0], "question").ShouldBe("充电桩保修多久");
        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        var chunk = (await service.Host.ChunksAsync(document)).ShouldHaveSingleItem();
        (Text(chunk, "title"), Text(chunk, "text")).ShouldBe(("充电桩保修多久", "整机保修两年，人为损坏除外，保修期内免费上门维修。"));
        chunk.GetProperty("similar").EnumerateArray().Select(wording => wording.GetString())
            .ShouldBe(["质保几年", "家里装的充电桩质保几年呀？", "充电桩保修期是多长时间啊？"], ignoreOrder: true);
        (await service.Host.SearchAsync("充电桩保修期是多长时间啊"))[0].ShouldSatisfyAllConditions(
            hit => hit.Id.ShouldBe(Text(chunk, "id")), hit => hit.Score.ShouldBeGreaterThan(0.95));
        foreach (var pair in pairs)
        {
            Text(await service.GetAsync($"learned/{Text(pair, "id")}"), "knowledge_id").ShouldBe(Text(chunk, "id"));
        }
    }

    [Fact]
    public async Task Another_answer_than_the_knowledge_gives_is_taken_only_by_a_persons_choice()
    {
        var document = await service.Host.ImportAsync("运费.jsonl", """{"question": "寄到新疆运费多少钱", "answer": "新疆地区运费八十元一件。"}""");
        await service.LearnAsync(Closed(ByStaff("寄到新疆运费多少钱？", "寄新疆运费现在 120 元"), Says("好的谢谢")));
        var pair = (await service.PairsAsync("新疆")).ShouldHaveSingleItem();

        using var refused = await service.ReviewAsync(pair, "approve");
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var known = problem.GetProperty("known");
        using var merged = await service.ReviewAsync(
            pair, "approve", new { revision = 1, merge_into = Text(known, "chunk_id"), replace_answer = true });
        await service.Host.PublishAsync();

        (refused.StatusCode, Text(problem, "title"), Text(known, "answer")).ShouldBe((HttpStatusCode.Conflict, "answer_differs", "新疆地区运费八十元一件。"));
        merged.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.Host.ChunksAsync(document)).Select(chunk => Text(chunk, "text")).ShouldBe(["寄新疆运费现在 120 元"]);
        (await service.Host.SearchAsync("寄到新疆运费多少钱")).ShouldNotContain(hit => hit.Text.Contains("八十元", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_may_keep_it_separate_and_the_machine_never_adds_a_second_answer_by_itself()
    {
        await service.Host.ImportAsync("立柱.jsonl", """{"question": "立柱要另外购买吗", "answer": "立柱需要另外购买，三百元一根。"}""");
        await service.LearnAsync(Closed(Answered("立柱要另外购买吗？", "不用，每台充电桩出厂都会附赠安装用的金属杆和底座。"), Says("明白了谢谢")));
        var pair = (await service.PairsAsync("立柱")).ShouldHaveSingleItem();

        using var nowhere = await service.ReviewAsync(pair, "approve", new { revision = 1, merge_into = Guid.NewGuid() });
        using var both = await service.ReviewAsync(pair, "approve", new { revision = 1, merge_into = Guid.NewGuid(), separate = true });
        using var separate = await service.ReviewAsync(pair, "approve", new { revision = 1, separate = true });

        (Text(pair, "state"), Text(pair, "review_reason")).ShouldBe(("pending", "conflict"));
        (nowhere.StatusCode, both.StatusCode, separate.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.OK));
    }

    private Task LearnFromFaqAsync(string question, string answer) => service.LearnAsync(Closed(
        Answered(question, answer) with { EvidenceKinds = ["faq"], EvidenceScore = 0.8 }, Says("明白了谢谢")));

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
