using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static WeChatPlatform.Rag.Tests.Learning.Closings;

namespace WeChatPlatform.Rag.Tests.Learning;

/// <summary>From a conversation that closed to knowledge that answers, to the report of gaps and to the export.</summary>
public sealed class LearningServiceTests(LearningService service) : IClassFixture<LearningService>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_pair_needs_no_review_and_answers_from_the_next_release()
    {
        const string Answer = "防水等级是 IP65，可以装在室外，建议加一个雨棚来延长寿命。";

        await service.LearnAsync(Closed(Answered("充电桩防水等级是多少？", Answer), Says("明白了谢谢")));

        var pair = (await service.PairsAsync("防水")).ShouldHaveSingleItem();
        (Text(pair, "state"), Text(pair, "reviewed_by")).ShouldBe(("approved", "gate"));
        (await service.IsFoundAsync("充电桩防水等级是多少", Answer)).ShouldBeFalse();
        await service.Host.PublishAsync();
        (await service.IsFoundAsync("充电桩防水等级是多少", Answer)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_pair_by_staff_is_edited_and_approved_by_a_person_and_counts_what_it_helped()
    {
        await service.LearnAsync(Closed(ByStaff("噪音大概有多少分贝？", "噪音大概 45 分贝左右"), Says("好的谢谢")));
        var pair = (await service.PairsAsync("噪音")).ShouldHaveSingleItem();
        Text(pair, "state").ShouldBe("pending");

        using var edited = await service.Host.Operator.PutAsJsonAsync(
            $"/api/v1/knowledge/learned/{Text(pair, "id")}", new { revision = 1, similar = new[] { "声音响不响" }, answer = "运行噪音约 45 分贝。" }, Ct);
        using var stale = await service.ReviewAsync(pair, "approve");
        using var approved = await service.ReviewAsync(await JsonAsync(edited), "approve");

        (stale.StatusCode, await TitleAsync(stale)).ShouldBe((HttpStatusCode.Conflict, "stale_revision"));
        var knowledge = Text(await JsonAsync(approved), "knowledge_id");
        await service.Host.PublishAsync();
        (await service.IsFoundAsync("声音响不响", "运行噪音约 45 分贝。")).ShouldBeTrue();
        await service.LearnAsync(Closed(Answered("桩子噪音大不大", "运行噪音约 45 分贝。") with { EvidenceIds = [knowledge] }, Says("谢谢")));
        (await service.GetAsync($"learned/{Text(pair, "id")}")).GetProperty("useful_count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_a_pair_helped_is_counted_whatever_words_a_person_gave_its_piece()
    {
        const string Answer = "充电桩的表面温度在四十五度以内，属于正常发热。";
        await service.LearnAsync(Closed(Answered("充电桩发热正常吗？", Answer), Says("明白了谢谢")));
        var pair = Text((await service.PairsAsync("发热")).ShouldHaveSingleItem(), "id");
        var drafted = await KnowledgeOfAsync(pair);
        var written = await EditAsync(drafted, "表面温度在五十度以内都属于正常发热。");
        await service.Host.PublishAsync();
        await HelpsAsync(written);
        var reworded = await EditAsync(written, "表面不超过五十度都是正常的发热。");
        await HelpsAsync(written);
        var named = await KnowledgeOfAsync(pair);
        await service.Host.PublishAsync();
        await HelpsAsync(reworded);
        var discarded = await EditAsync(reworded, "发热是正常的。");
        await service.Host.SendAsync(HttpMethod.Delete, "draft");

        named.ShouldBe(reworded);
        (await KnowledgeOfAsync(pair)).ShouldBe(reworded);
        discarded.ShouldNotBe(reworded);
        await HelpsAsync(reworded);
        (await service.GetAsync($"learned/{pair}")).GetProperty("useful_count").GetInt32().ShouldBe(4);

        async Task<string> KnowledgeOfAsync(string id) => Text(await service.GetAsync($"learned/{id}"), "knowledge_id");

        Task HelpsAsync(string piece) => service.LearnAsync(Closed(Answered("桩子有点烫", "表面温度正常。") with { EvidenceIds = [piece] }, Says("谢谢")));
    }

    [Fact]
    public async Task A_pair_whose_draft_is_discarded_waits_for_a_person_again()
    {
        await service.LearnAsync(Closed(Answered("充电桩能装在地下车库吗？", "可以装在地下车库，需要物业出具同意安装的书面证明。"), Says("明白了谢谢")));
        var approved = (await service.PairsAsync("地下车库")).ShouldHaveSingleItem();

        await service.Host.SendAsync(HttpMethod.Delete, "draft");

        var waiting = await service.GetAsync($"learned/{Text(approved, "id")}");
        (Text(approved, "state"), Text(waiting, "state"), Text(waiting, "review_reason")).ShouldBe(("approved", "pending", "taken_back"));
        using var again = await service.ReviewAsync(waiting, "approve");
        await service.Host.PublishAsync();
        (await service.IsFoundAsync("充电桩能装在地下车库吗", Text(approved, "answer"))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_second_answer_to_the_very_question_is_not_taken_for_the_first_one()
    {
        await service.LearnAsync(Closed(Answered("雷雨天能充电吗？", "雷雨天不建议在室外充电，请等雨停了以后再使用。"), Says("明白了谢谢")));
        await service.LearnAsync(Closed(Answered("雷雨天能充电吗？", "放心，本机带三级防雷保护和漏电保护，下雨打雷都可以用。"), Says("明白了谢谢")));
        var newer = (await service.PairsAsync("雷雨"))[0];

        using var separate = await service.ReviewAsync(newer, "approve", new { revision = 1, separate = true });
        using var reworded = await service.Host.Operator.PutAsJsonAsync(
            $"/api/v1/knowledge/learned/{Text(newer, "id")}", new { revision = 1, question = "雷雨天能充电吗，有防雷吗？" }, Ct);
        using var again = await service.ReviewAsync(await JsonAsync(reworded), "approve", new { revision = 2, separate = true });

        (separate.StatusCode, await TitleAsync(separate)).ShouldBe((HttpStatusCode.Conflict, "question_exists"));
        Text(newer, "state").ShouldBe("pending");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_same_said_again_counts_and_adds_its_wording()
    {
        await service.LearnAsync(Closed(ByStaff("充电枪线有多长？", "标配充电枪线是 5 米长"), Says("好的谢谢")));
        await service.LearnAsync(Closed(ByStaff("充电枪的线有多长呀？", "充电枪线标配 5 米长的"), Says("谢谢")));

        var pair = (await service.PairsAsync("枪")).ShouldHaveSingleItem();
        pair.GetProperty("seen").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Another_answer_to_the_same_question_waits_for_a_person_whatever_its_quality()
    {
        await service.LearnAsync(Closed(Answered("立柱要另外购买吗？", "立柱是选配件，需要另外购买，一根三百元，下单时可以一起拍。"), Says("谢谢")));
        await service.LearnAsync(Closed(Answered("立柱要另外购买吗？", "不用，每台充电桩出厂都会附赠安装用的金属杆和底座。"), Says("谢谢")));

        var pairs = await service.PairsAsync("立柱");
        var (newer, older) = (pairs[0], pairs[1]);
        (Text(newer, "state"), Text(newer, "review_reason"), Text(newer, "conflicts_with")).ShouldBe(("pending", "conflict", Text(older, "id")));
    }

    [Fact]
    public async Task What_a_person_rejected_does_not_come_again()
    {
        await service.LearnAsync(Closed(ByStaff("可以刷信用卡吗？", "可以刷信用卡，没有手续费"), Says("好的谢谢")));
        using var rejected = await service.ReviewAsync((await service.PairsAsync("信用卡"))[0], "reject", new { revision = 1, note = "有手续费" });
        await service.LearnAsync(Closed(ByStaff("可以刷信用卡吗？", "可以刷信用卡的，没有手续费"), Says("好的谢谢")));

        var pair = (await service.PairsAsync("信用卡")).ShouldHaveSingleItem();
        (Text(pair, "state"), Text(pair, "note"), pair.GetProperty("seen").GetInt32()).ShouldBe(("rejected", "有手续费", 2));
        using var again = await service.ReviewAsync(pair, "approve");
        (again.StatusCode, await TitleAsync(again)).ShouldBe((HttpStatusCode.Conflict, "pair_reviewed"));
    }

    [Fact]
    public async Task A_person_cannot_put_personal_data_into_a_pair()
    {
        await service.LearnAsync(Closed(ByStaff("上门检测收费吗？", "上门检测一次收费 100 元"), Says("好的谢谢")));
        var pair = (await service.PairsAsync("上门检测"))[0];

        using var refused = await service.Host.Operator.PutAsJsonAsync(
            $"/api/v1/knowledge/learned/{Text(pair, "id")}", new { revision = 1, answer = "打王师傅电话 13812345678 预约" }, Ct);

        (refused.StatusCode, await TitleAsync(refused)).ShouldBe((HttpStatusCode.UnprocessableEntity, "personal_data"));
    }

    [Fact]
    public async Task Frequent_questions_without_evidence_are_a_gap()
    {
        await service.LearnAsync(Closed(Unanswered("支持花呗分期付款吗？"), Unanswered("你好")));
        await service.LearnAsync(Closed(Unanswered("请问支持花呗分期吗", 0.4), Unanswered("张三丰问下花呗可以分期付款吗")));
        await service.LearnAsync(Closed(Unanswered("有没有防冻液"), Answered("支持不支持花呗分期", "支持花呗分期，三期免息，下单时选择花呗即可。")));

        var gaps = (await service.GetAsync("gaps?days=700")).GetProperty("gaps").EnumerateArray().ToList();

        var gap = gaps.Where(one => Text(one, "question").Contains("花呗", StringComparison.Ordinal)).ShouldHaveSingleItem();
        (gap.GetProperty("times").GetInt32(), gap.GetProperty("conversations").GetInt32()).ShouldBe((3, 2));
        gap.ToString().ShouldNotContain("张三丰");
        gaps.ShouldAllBe(one => !one.ToString().Contains("防冻液", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gap_that_the_knowledge_in_force_answers_by_now_is_closed_and_its_fellow_stays_open()
    {
        await service.LearnAsync(Closed(Unanswered("桩身有几种颜色？"), Unanswered("请问桩身有几种颜色"), Unanswered("桩身有几种颜色可选？")));
        await service.LearnAsync(Closed(Unanswered("支持用水泥墩固定吗？"), Unanswered("请问支持用水泥墩固定吗"), Unanswered("支持用水泥墩固定的吗")));
        var before = await service.GetAsync("gaps?days=700&limit=100");
        await service.Host.ImportAsync("颜色.jsonl", """{"question": "桩身有几种颜色", "answer": "黑、白、银三种颜色可选。"}""");

        var after = await service.GetAsync("gaps?days=700&limit=100");

        Gaps(before, "gaps").ShouldContain("桩身有几种颜色");
        Gaps(before, "closed").ShouldNotContain("桩身有几种颜色");
        Gaps(after, "closed").ShouldContain("桩身有几种颜色");
        Gaps(after, "gaps").ShouldNotContain("桩身有几种颜色");
        Gaps(after, "gaps").ShouldContain("水泥墩");
        after.GetProperty("in_gaps").GetInt32().ShouldBe(before.GetProperty("in_gaps").GetInt32() - 3);
    }

    [Fact]
    public async Task Nothing_personal_is_kept_or_exported()
    {
        string[] secrets = ["13987654321", "张三丰", "abc_98765", "someone@example.com", "SF9876543210123"];
        await service.LearnAsync(Closed(
            Answered("我是张三丰，微信号 abc_98765，接地线要多粗？", "接地线要求不小于六平方毫米的铜线，材质以黄绿双色线为准。"),
            ByStaff("能加急吗？单号 SF9876543210123", "可以加急，打 13987654321 找我"),
            Unanswered("接地检测报告发 someone@example.com 可以吗"), Says("谢谢")));

        var kept = (await service.GetAsync("learned?limit=200")).ToString() + (await service.GetAsync("gaps?days=700&limit=100"));
        using var file = await service.Host.Admin.GetAsync("/api/v1/knowledge/learned/export", Ct);
        var lines = await file.Content.ReadAsStringAsync(Ct);

        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        (await service.PairsAsync("接地线")).ShouldHaveSingleItem();
        secrets.ShouldAllBe(secret => !kept.Contains(secret, StringComparison.Ordinal) && !lines.Contains(secret, StringComparison.Ordinal));
        service.Host.Log.ShouldAllBe(line => !secrets.Any(secret => line.ToString().Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_export_has_a_line_for_each_wording_and_is_for_admins()
    {
        await service.LearnAsync(Closed(Answered("室外机箱材质是什么？", "室外机箱采用镀锌钢板喷塑工艺，耐腐蚀，五年不生锈。"), Says("明白了谢谢")));

        using var refused = await service.Host.Operator.GetAsync("/api/v1/knowledge/learned/export", Ct);
        var lines = (await service.Host.Admin.GetStringAsync("/api/v1/knowledge/learned/export", Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        lines.ShouldContain("""{"messages":[{"role":"user","content":"室外机箱材质是什么？"},{"role":"assistant","content":"室外机箱采用镀锌钢板喷塑工艺，耐腐蚀，五年不生锈。"}]}""");
    }

    /// <returns>The id of the piece that it became.</returns>
    private async Task<string> EditAsync(string piece, string text)
    {
        var documents = (await service.GetAsync("documents?limit=200")).GetProperty("items").EnumerateArray();
        var learned = documents.Single(document => Text(document, "origin") == KnowledgeDocument.Learned);
        var (status, edited) = await service.Host.SendAsync(HttpMethod.Put, $"documents/{Text(learned, "id")}/chunks/{piece}", new { text });
        status.ShouldBe(200, edited.ToString());
        return Text(edited, "id");
    }

    private static string Gaps(JsonElement report, string kind) =>
        string.Join('|', report.GetProperty(kind).EnumerateArray().Select(gap => Text(gap, "question")));

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task<string?> TitleAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("title").GetString();
}
