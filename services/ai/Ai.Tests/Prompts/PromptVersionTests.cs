using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Prompts;

/// <summary>Prompts and personas from the draft to the answer and back again.</summary>
public sealed class PromptVersionTests(PromptService service) : IClassFixture<PromptService>
{
    private readonly string account = PromptService.NewAccount();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_holds_for_nobody_and_a_published_one_for_its_account()
    {
        var draft = await service.SavedAsync(account, "{persona}多用敬语。");
        (await PromptService.ToldAsync(service.Host, account)).Version.ShouldBe("builtin-1");

        var published = await service.PublishedAsync(draft);

        var told = await PromptService.ToldAsync(service.Host, account);
        told.Messages[0].Text.ShouldStartWith("你是一家公司的专业技术客服，在微信上回答客户的问题。多用敬语。\n固定规则：");
        told.Version.ShouldBe($"{PromptService.Name(published)}+builtin-1");
        (published.GetProperty("state").GetString(), published.GetProperty("published_by").GetString()).ShouldBe(("published", "admin"));
        (await PromptService.ToldAsync(service.Host, PromptService.NewAccount())).Version.ShouldBe("builtin-1");
    }

    [Fact]
    public async Task What_is_for_the_account_and_the_intent_comes_before_what_is_more_general()
    {
        await service.PublishedAsync(account, "全部。");
        await service.PublishedAsync(account, "询价。", intent: "price");
        await service.PublishedAsync(account, "{public}你叫小安。{/public}", kind: "persona");

        (await PromptService.ToldAsync(service.Host, account, "price")).Messages[0].Text.ShouldStartWith("询价。");
        (await PromptService.ToldAsync(service.Host, account, "fault")).Messages[0].Text.ShouldStartWith("全部。");
        (await PromptService.ToldAsync(service.Host, account, "fault")).Version.ShouldContain("+persona-");
    }

    [Fact]
    public async Task A_draft_that_somebody_else_saved_meanwhile_is_not_overwritten()
    {
        await service.SavedAsync(account, "一");
        await service.SavedAsync(account, "二", revision: 1);

        (await PromptService.RefusalAsync(await service.SaveAsync(account, "三", revision: 1))).ShouldBe((409, "stale_revision"));
        (await PromptService.RefusalAsync(await service.SaveAsync(account, "三", revision: 0))).ShouldBe((409, "stale_revision"));
    }

    [Fact]
    public async Task Of_many_who_save_a_first_draft_at_once_one_does()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.SaveAsync(account, "一")));

        answers.Count(answer => answer.IsSuccessStatusCode).ShouldBe(1);
        answers.Count(answer => (int)answer.StatusCode == 409).ShouldBe(7);
    }

    [Fact]
    public async Task Of_many_who_publish_at_once_one_does_and_what_was_looked_at_is_what_is_published()
    {
        await service.PublishedAsync(account, "旧。");
        var draft = await service.SavedAsync(account, "新。");

        (await PromptService.RefusalAsync(await service.AdminAsync(draft, "publish", new { revision = 7 }))).ShouldBe((409, "stale_revision"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.AdminAsync(draft, "publish", new { revision = 1 })));

        answers.Count(answer => answer.IsSuccessStatusCode).ShouldBe(1);
        answers.Count(answer => (int)answer.StatusCode == 409).ShouldBe(5);
        (await PromptService.ToldAsync(service.Host, account)).Messages[0].Text.ShouldStartWith("新。");
        (await service.GetAsync($"?agent_id={account}")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("state").GetString()).ShouldBe(["published", "retired"]);
    }

    [Fact]
    public async Task A_rollback_is_a_new_version_with_the_old_text()
    {
        var first = await service.PublishedAsync(account, "第一版。");
        await service.PublishedAsync(account, "第二版。");

        var back = await PromptService.JsonAsync(await service.AdminAsync(first, "rollback", new { note = "第二版太长" }));

        (await PromptService.ToldAsync(service.Host, account)).Messages[0].Text.ShouldStartWith("第一版。");
        (back.GetProperty("version").GetInt32(), back.GetProperty("copy_of").GetString(), back.GetProperty("note").GetString())
            .ShouldBe((3, PromptService.Name(first), "第二版太长"));
        PromptService.Name(back).ShouldNotBe(PromptService.Name(first));
    }

    [Fact]
    public async Task What_is_withdrawn_leaves_the_place_to_what_is_more_general()
    {
        var published = await service.PublishedAsync(account, "一。");

        await PromptService.JsonAsync(await service.AdminAsync(published, "withdraw"));

        (await PromptService.ToldAsync(service.Host, account)).Version.ShouldBe("builtin-1");
        (await PromptService.RefusalAsync(await service.AdminAsync(published, "withdraw"))).ShouldBe((409, "wrong_state"));
        (await PromptService.RefusalAsync(await service.AdminAsync(published, "publish", new { revision = 2 }))).ShouldBe((409, "wrong_state"));
    }

    [Theory]
    [InlineData("prompt", "{nonsense}", "", 400, "invalid_prompt")]
    [InlineData("prompt", "", "", 400, "invalid_prompt")]
    [InlineData("tone", "好", "", 400, "invalid_prompt")]
    [InlineData("prompt", "好", "gossip", 400, "invalid_prompt")]
    public async Task What_cannot_be_a_prompt_is_refused(string kind, string text, string intent, int status, string title) =>
        (await PromptService.RefusalAsync(await service.SaveAsync(account, text, kind: kind, intent: intent))).ShouldBe((status, title));

    [Fact]
    public async Task A_prompt_that_would_take_the_room_of_the_evidence_is_not_published()
    {
        var draft = await service.SavedAsync(account, new string('字', 700));

        (await PromptService.RefusalAsync(await service.AdminAsync(draft, "publish", new { revision = 1 }))).ShouldBe((422, "prompt_too_long"));
    }

    [Fact]
    public async Task What_differs_is_told_against_what_it_would_replace_and_against_any_version()
    {
        var first = await service.PublishedAsync(account, "一\n二");
        var draft = await service.SavedAsync(account, "一\n三");

        Lines(await service.GetAsync($"/{PromptService.Id(draft)}/diff")).ShouldBe(["same 一", "removed 二", "added 三"]);
        Lines(await service.GetAsync($"/{PromptService.Id(first)}/diff?with={PromptService.Id(draft)}")).ShouldBe(["same 一", "removed 三", "added 二"]);
        (await service.GetAsync($"/{PromptService.Id(first)}/diff")).GetProperty("before").GetString().ShouldBe("builtin-1");

        static IEnumerable<string> Lines(JsonElement diff) => diff.GetProperty("lines").EnumerateArray()
            .Select(line => $"{line.GetProperty("change").GetString()} {line.GetProperty("text").GetString()}");
    }

    [Fact]
    public async Task A_preview_shows_what_a_model_would_be_told_by_a_text_that_nobody_saved()
    {
        var shown = await PromptService.JsonAsync(await service.Host.Operator.PostAsJsonAsync(
            "/api/v1/ai/prompts/preview",
            new
            {
                kind = "prompt",
                text = "对{customer}说话，{emotion}。",
                agent_id = account,
                intent = "price",
                emotion = "angry",
                customer_name = "张三",
                question = "多少钱",
                history = new[] { new { role = "customer", text = "你好" } },
                evidence = new[] { new { kind = "faq", source = "价目表", title = "价格", text = "1980元", score = 0.9 } },
            },
            Ct));

        var messages = shown.GetProperty("messages").EnumerateArray().ToList();
        messages.Select(message => message.GetProperty("role").GetString()).ShouldBe(["system", "user", "user"]);
        messages[0].GetProperty("text").GetString()!.ShouldContain("\n张三\n");
        messages[0].GetProperty("text").GetString()!.ShouldContain("愤怒");
        messages[2].GetProperty("text").GetString()!.ShouldContain("[1] 来源：价目表；标题：价格\n1980元");
        shown.GetProperty("version").GetString().ShouldBe("prompt-draft+builtin-1");
        shown.GetProperty("tokens").GetInt32().ShouldBeGreaterThan(shown.GetProperty("instruction_tokens").GetInt32());
    }

    [Fact]
    public async Task A_preview_without_a_question_or_of_nothing_that_is_there_is_refused()
    {
        (await PromptService.RefusalAsync(await PreviewAsync(new { }))).ShouldBe((400, "invalid_prompt"));
        (await PromptService.RefusalAsync(await PreviewAsync(new { question = "好", prompt_id = Guid.CreateVersion7() }))).ShouldBe((404, "prompt_not_found"));

        Task<HttpResponseMessage> PreviewAsync(object body) => service.Host.Operator.PostAsJsonAsync("/api/v1/ai/prompts/preview", body, Ct);
    }

    [Fact]
    public async Task The_list_is_paged_and_one_version_carries_its_text()
    {
        var prompt = await service.SavedAsync(account, "一");
        var persona = await service.SavedAsync(account, "二", kind: "persona");

        var first = await service.GetAsync($"?agent_id={account}&limit=1");
        var second = await service.GetAsync($"?agent_id={account}&limit=1&before={first.GetProperty("next").GetString()}");

        new[] { first, second }.Select(page => PromptService.Id(page.GetProperty("items")[0])).ShouldBe([PromptService.Id(persona), PromptService.Id(prompt)]);
        first.GetProperty("items")[0].TryGetProperty("text", out _).ShouldBeFalse();
        (await service.GetAsync($"/{PromptService.Id(prompt)}")).GetProperty("text").GetString().ShouldBe("一");
        (await service.GetAsync("/built-in")).GetProperty("variables").EnumerateArray()
            .Select(variable => variable.GetProperty("name").GetString()).ShouldContain("evidence");
    }

    [Fact]
    public async Task A_replica_learns_of_a_change_from_the_broadcast()
    {
        await using var replica = await service.ReplicaAsync();
        await service.PublishedAsync(account, "新。");
        (await PromptService.ToldAsync(replica, account)).Version.ShouldBe("builtin-1");

        await replica.PublishAsync(service.Host.Published<PromptsChanged>().Count > 0
            ? service.Host.Published<PromptsChanged>()[^1]
            : await service.Host.NextAsync<PromptsChanged>(_ => true));

        await Eventually.Holds("the replica knows", async () => (await PromptService.ToldAsync(replica, account)).Messages[0].Text.StartsWith("新。", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_replica_that_missed_the_broadcast_and_one_that_starts_learn_of_it_from_the_table()
    {
        await using var replica = await service.ReplicaAsync(refreshSeconds: 1);
        await service.PublishedAsync(account, "新。");

        await Eventually.Holds("the replica knows", async () => (await PromptService.ToldAsync(replica, account)).Version != "builtin-1");
        await using var late = await service.ReplicaAsync();
        (await PromptService.ToldAsync(late, account)).Messages[0].Text.ShouldStartWith("新。");
    }

    [Fact]
    public async Task The_log_names_who_published_what_and_holds_no_text()
    {
        var published = await service.PublishedAsync(account, "独一无二的字句。");

        service.Host.Log.ShouldContain(line => line.Text.Contains($"{PromptService.Name(published)} published by admin", StringComparison.Ordinal));
        service.Host.Log.ShouldAllBe(line => !line.Text.Contains("独一无二", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_database_itself_keeps_a_second_published_one_out()
    {
        await service.PublishedAsync(account, "一。");
        await service.SavedAsync(account, "二。");
        await using var scope = service.Host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<AiDbContext>();

        var refused = await Should.ThrowAsync<Npgsql.PostgresException>(() => context.Database.ExecuteSqlAsync(
            $"update prompt_versions set state = 'published' where agent_id = {account}", Ct));

        refused.ConstraintName.ShouldBe("ux_prompt_versions_published");
    }
}
