using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>Messages that an agent knows to be missing.</summary>
public sealed class GapTests(MessageService service) : IClassFixture<MessageService>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gap_is_acknowledged_shown_and_asks_for_a_person_in_its_chat()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("你好");
        var conversation = (await agent.ConversationAsync()).Conversation.Id;
        await using var line = await agent.ConnectAsync();

        (await line.GapAsync(Gap("g-1", "张三", "badge_mismatch", 3))).ShouldBe("g-1");

        var gap = (await GapsAsync(agent)).ShouldHaveSingleItem();
        gap.ShouldSatisfyAllConditions(
            g => g.Reason.ShouldBe("badge_mismatch"), g => g.Missing.ShouldBe(3), g => g.ChatId.ShouldBe("张三"),
            g => g.ConversationId.ShouldBe(conversation), g => g.At.ShouldBe(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero)),
            g => g.SettledAt.ShouldBeNull());
        (await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == gap.Id))
            .ShouldSatisfyAllConditions(h => h.Reason.ShouldBe("capture_gap"), h => h.ConversationId.ShouldBe(conversation));
    }

    [Fact]
    public async Task A_repeated_gap_is_acknowledged_and_stored_once_also_over_a_later_connection()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("你好");
        await using (var first = await agent.ConnectAsync())
        {
            await first.GapAsync(Gap("g-1", "张三", "tail_lost", 0));
            await first.GapAsync(Gap("g-1", "张三", "tail_lost", 0));
        }

        await using var later = await agent.ConnectAsync();
        (await later.GapAsync(Gap("g-1", "李四", "queue_full", 9))).ShouldBe("g-1");

        var gap = (await GapsAsync(agent)).ShouldHaveSingleItem();
        gap.Reason.ShouldBe("tail_lost");
        await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == gap.Id);
        service.Host.Published<HandoffRequested>().Count(told => told.AgentId == agent.Id).ShouldBe(1);
    }

    [Fact]
    public async Task Two_agents_may_name_a_gap_alike()
    {
        var (one, other) = (service.NewAgent(), service.NewAgent());
        await using var line = await one.ConnectAsync();
        await using var another = await other.ConnectAsync();

        await line.GapAsync(Gap("g-1", "张三", "tail_lost", 0));
        await another.GapAsync(Gap("g-1", "张三", "tail_lost", 0));

        (await GapsAsync(one)).ShouldHaveSingleItem();
        (await GapsAsync(other)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_gap_of_a_chat_that_never_said_anything_is_shown_and_hands_nothing_off()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();

        await line.GapAsync(Gap("g-1", "新朋友", "queue_full", 12));

        (await GapsAsync(agent)).ShouldHaveSingleItem().ConversationId.ShouldBeNull();
        service.Host.Published<HandoffRequested>().ShouldNotContain(told => told.AgentId == agent.Id);
    }

    [Fact]
    public async Task A_gap_of_a_group_asks_where_somebody_wrote_last()
    {
        var agent = service.NewAgent();
        await agent.AskAsync(agent.GroupMessage("你好", isAtMe: true, sender: "李四"));
        await agent.AskAsync(agent.GroupMessage("你好", isAtMe: true, sender: "王五"));
        var last = (await agent.AskAsync(agent.GroupMessage("在吗", isAtMe: true, sender: "李四"))).DecisionId;
        await using var line = await agent.ConnectAsync();

        await line.GapAsync(new { type = "gap", gap_id = "g-1", chat_id = "业主群", chat_name = "业主群", is_group = true, reason = "tail_lost", missing = 1 });

        var gap = (await GapsAsync(agent)).ShouldHaveSingleItem();
        var conversation = (await service.Host.Viewer.GetFromJsonAsync<ConversationView>(
            $"/api/v1/conversations/{gap.ConversationId}", Wire.Json, Ct))!;
        conversation.Decisions.ShouldContain(decision => decision.Id == last);
    }

    [Fact]
    public async Task Whatever_a_gap_says_of_itself_it_is_kept()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        var long500 = new string('长', 499) + "😀";

        await line.GapAsync(new { type = "gap", gap_id = "g\0-1", chat_id = long500, chat_name = "a\0b", reason = "made_up", missing = -4, at = "2999-01-01T00:00:00Z" });
        await line.GapAsync(new { type = "gap", gap_id = "g-2", missing = int.MaxValue });

        var gaps = await GapsAsync(agent);
        gaps.Count.ShouldBe(2);
        gaps[1].ShouldSatisfyAllConditions(
            g => g.Reason.ShouldBe("other"), g => g.Missing.ShouldBe(0), g => g.ChatId.Length.ShouldBe(200), g => g.ChatName.ShouldBe("ab"),
            g => g.At.ShouldBeLessThan(TimeProvider.System.GetUtcNow().AddMinutes(1)));
        gaps[0].Missing.ShouldBe(1_000_000);
    }

    [Fact]
    public async Task A_gap_without_an_id_is_passed_over_and_the_line_stays()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();

        await line.SendAsync(new { type = "gap", chat_id = "张三" });
        await line.SendAsync(new { type = "gap", gap_id = new string('x', 101), chat_id = "张三" });

        (await line.GapAsync(Gap("g-1", "张三", "tail_lost", 0))).ShouldBe("g-1");
        (await GapsAsync(agent)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_person_settles_a_gap_once()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        await line.GapAsync(Gap("g-1", "张三", "tail_lost", 0));
        var id = (await GapsAsync(agent)).Single().Id;
        (await OpenAsync(agent)).ShouldBe(1);

        using var settled = await SettleAsync(service.Host.Operator, id, new { note = "已查看\0，无遗漏" });
        using var again = await SettleAsync(service.Host.Operator, id, new { note = "又一次" });

        settled.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.TitleAsync()).ShouldBe("gap_settled");
        (await GapsAsync(agent)).Single().ShouldSatisfyAllConditions(
            g => g.SettledBy.ShouldBe("operator"), g => g.Note.ShouldBe("已查看，无遗漏"), g => g.SettledAt.ShouldNotBeNull());
        (await GapsAsync(agent, "open=true")).ShouldBeEmpty();
        (await GapsAsync(agent, "open=false")).ShouldHaveSingleItem();
        (await OpenAsync(agent)).ShouldBe(0);
    }

    [Fact]
    public async Task A_gap_that_is_not_there_cannot_be_settled()
    {
        using var answer = await SettleAsync(service.Host.Operator, Guid.CreateVersion7(), new { });

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.TitleAsync()).ShouldBe("gap_not_found");
    }

    [Fact]
    public async Task A_note_of_more_than_a_page_is_refused()
    {
        using var answer = await SettleAsync(service.Host.Operator, Guid.CreateVersion7(), new { note = new string('长', 501) });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.TitleAsync()).ShouldBe("invalid_note");
    }

    [Fact]
    public async Task Gaps_are_listed_in_pages_that_miss_none()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        foreach (var number in Enumerable.Range(1, 5))
        {
            await line.GapAsync(Gap($"g-{number}", "张三", "tail_lost", number));
        }

        List<int> seen = [];
        string? next = null;
        do
        {
            var page = (await service.Host.Viewer.GetFromJsonAsync<Page>($"/api/v1/gaps?limit=2{next}", Wire.Json, Ct))!;
            seen.AddRange(page.Items.Where(gap => gap.AgentId == agent.Id).Select(gap => gap.Missing));
            next = page.Next is { } key ? $"&before={key}" : null;
        }
        while (next is not null);

        // Ids tell milliseconds apart: two gaps of one may change places, and none is missed.
        seen.ShouldBe([5, 4, 3, 2, 1], ignoreOrder: true);
    }

    private static object Gap(string id, string chat, string reason, int missing) => new
    {
        type = "gap", gap_id = id, chat_id = chat, chat_name = chat, is_group = false, reason, missing, at = "2026-05-04T08:00:00Z",
    };

    private static Task<HttpResponseMessage> SettleAsync(HttpClient who, Guid id, object body) =>
        who.PostAsJsonAsync($"/api/v1/gaps/{id}/settle", body, Ct);

    private async Task<List<GapView>> GapsAsync(AgentClient agent, string query = "") =>
        [.. (await service.Host.Viewer.GetFromJsonAsync<Page>($"/api/v1/gaps?limit=200&{query}", Wire.Json, Ct))!.Items
            .Where(gap => gap.AgentId == agent.Id)];

    private async Task<int> OpenAsync(AgentClient agent) =>
        (await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/agents/status", Ct)).GetProperty("agents").EnumerateArray()
            .Single(one => one.GetProperty("agent_id").GetString() == agent.Id).GetProperty("open_gaps").GetInt32();

    private sealed record Page(List<GapView> Items, Guid? Next);

    private sealed record GapView(
        Guid Id, string AgentId, string ChatId, string ChatName, string Reason, int Missing, DateTimeOffset At, Guid? ConversationId,
        DateTimeOffset? SettledAt, string? SettledBy, string? Note);
}
