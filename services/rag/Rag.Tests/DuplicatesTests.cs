using System.Text.Json;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

/// <summary>What is in the knowledge already is told of a new document, and stops nothing.</summary>
public sealed class DuplicatesTests
{
    private const string Return = "收到商品后七天内，在不影响二次销售的情况下可以申请无理由退货，退货运费由买家承担，退款在仓库签收后三个工作日内原路退回。";
    private const string Install = "安装前请先确认墙体为实心砖墙，入户电缆不小于六平方毫米，并已预留独立的空气开关和漏电保护。";
    private const string Travel = "出差在外的师傅每天早晨在群里报到，晚上交回工单和剩余的材料，次日由仓库清点后补齐。";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_and_nearly_the_same_are_found_in_the_draft_and_in_force_and_stop_nothing()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var first = (await service.UploadAsync("售后.md", $"# 退货\n\n{Return}\n\n# 安装\n\n{Install}\n")).GetProperty("document_id").GetGuid();
        await service.PublishAsync();

        var copy = await service.UploadAsync("售后 副本.html", $"<h1>退货</h1><p>{Return}</p><h1>安装</h1><p>{Install}</p>");
        var changed = await service.UploadAsync("新售后.md", $"# 退货规则\n\n{Return.Replace("三个", "五个", StringComparison.Ordinal)}\n\n# 出差\n\n{Travel}\n");
        var other = await service.UploadAsync("其他.md", $"# 出差\n\n{Travel.Replace("群里", "", StringComparison.Ordinal)}\n");

        copy.GetProperty("state").GetString().ShouldBe("done");
        copy.GetProperty("duplicates").GetInt32().ShouldBe(2);
        Alike(copy, first).ShouldSatisfyAllConditions(
            alike => alike.GetProperty("name").GetString().ShouldBe("售后.md"),
            alike => alike.GetProperty("similarity").GetDouble().ShouldBe(1),
            alike => alike.GetProperty("exact").GetInt32().ShouldBe(2));
        Alike(changed, first).ShouldSatisfyAllConditions(
            alike => alike.GetProperty("pieces").GetInt32().ShouldBe(1),
            alike => alike.GetProperty("exact").GetInt32().ShouldBe(0),
            alike => alike.GetProperty("examples")[0].GetProperty("ordinal").GetInt32().ShouldBe(0),
            alike => alike.GetProperty("examples")[0].GetProperty("similarity").GetDouble().ShouldBeInRange(0.8, 0.999));

        // The copy is in the draft only, and the document that was changed since says it too.
        other.GetProperty("alike").GetArrayLength().ShouldBe(1);
        Alike(other, changed.GetProperty("document_id").GetGuid()).GetProperty("pieces").GetInt32().ShouldBe(1);
        var version = (await service.GetAsync($"documents/{copy.GetProperty("document_id").GetGuid()}")).GetProperty("versions")[0];
        version.GetProperty("alike")[0].GetProperty("document_id").GetGuid().ShouldBe(first);
    }

    [Fact]
    public async Task The_next_version_of_a_document_is_no_duplicate_and_a_retired_one_is_forgotten()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var first = await service.ImportAsync("价格.jsonl", """{"question": "七千瓦充电桩的安装费是多少钱", "answer": "三十米以内的标准安装费 500 元。"}""");

        var again = await service.UploadAsync("价格.jsonl", """{"question": "七千瓦充电桩的安装费是多少钱", "answer": "三十米以内的标准安装费 500 元，含税。"}""");
        var dearer = await service.UploadAsync("新价.jsonl", """{"question": "七千瓦充电桩的安装费是多少钱", "answer": "三十米以内的标准安装费 800 元。"}""");
        await service.SendAsync(HttpMethod.Delete, $"documents/{first}");
        await service.SendAsync(HttpMethod.Delete, $"documents/{dearer.GetProperty("document_id").GetGuid()}");
        var late = await service.UploadAsync("最后.jsonl", """{"question": "七千瓦充电桩的安装费是多少钱", "answer": "三十米以内的标准安装费 800 元。"}""");

        again.GetProperty("alike").GetArrayLength().ShouldBe(0);
        Alike(dearer, first).GetProperty("examples")[0].ShouldSatisfyAllConditions(
            pair => pair.GetProperty("same_question").GetBoolean().ShouldBeTrue(), pair => pair.GetProperty("same_numbers").GetBoolean().ShouldBeFalse());
        late.GetProperty("alike").GetArrayLength().ShouldBe(0);
    }

    private static JsonElement Alike(JsonElement job, Guid documentId) =>
        job.GetProperty("alike").EnumerateArray().Single(alike => alike.GetProperty("document_id").GetGuid() == documentId);
}
