using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Message.Tests.Service;

namespace WeChatPlatform.Message.Tests.Fleet;

public sealed class ErrorReportTests(ErrorReportTests.FewErrors service) : IClassFixture<ErrorReportTests.FewErrors>
{
    private const int Kept = 5;
    private const int Allowed = 5;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_is_stored_with_what_it_says()
    {
        var agent = service.NewAgent();

        (await ReportAsync(agent, new { agent_id = agent.Id, error_id = "e-1", code = "selector_drift", message = "界面变了 / the window changed", detail = "input", at = "2026-05-04T16:00:00+08:00" }))
            .ShouldBe(HttpStatusCode.NoContent);

        var error = (await ListAsync(agent)).ShouldHaveSingleItem();
        new[] { "code", "message", "detail" }.Select(name => error.GetProperty(name).GetString())
            .ShouldBe(["selector_drift", "界面变了 / the window changed", "input"]);
        error.GetProperty("at").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_report_that_comes_twice_is_stored_once()
    {
        var agent = service.NewAgent();
        var report = new { error_id = "e-1", code = "logged_out", message = "m" };
        await ReportAsync(agent, report);

        (await ReportAsync(agent, report)).ShouldBe(HttpStatusCode.NoContent);

        (await ListAsync(agent)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_newest_are_kept()
    {
        var agent = service.NewAgent();
        foreach (var number in Enumerable.Range(1, Allowed))
        {
            (await ReportAsync(agent, new { code = "logged_out", message = $"{number}" })).ShouldBe(HttpStatusCode.NoContent);

            // Which of two is newer is known by the millisecond.
            await Task.Delay(TimeSpan.FromMilliseconds(2), Ct);
        }

        // As if it had been some time ago.
        await service.ChangeAsync($"update agent_errors set reported_at = reported_at - interval '1 hour' where agent_id = {agent.Id}");
        await ReportAsync(agent, new { code = "logged_out", message = "6" });

        (await ListAsync(agent)).Select(error => error.GetProperty("message").GetString()).ShouldBe(["6", "5", "4", "3", "2"]);
    }

    [Fact]
    public async Task Who_reports_without_end_is_told_to_wait()
    {
        var agent = service.NewAgent();
        foreach (var _ in Enumerable.Range(1, Allowed))
        {
            (await ReportAsync(agent, new { code = "a", message = "m" })).ShouldBe(HttpStatusCode.NoContent);
        }

        using var answer = await agent.Http.PostAsJsonAsync("/api/v1/errors", new { code = "c", message = "m" }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await answer.TitleAsync()).ShouldBe("too_many_errors");
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData("""{"message": "m"}""")]
    [InlineData("""{"code": "Drift", "message": "m"}""")]
    [InlineData("""{"code": "drift\n", "message": "m"}""")]
    [InlineData("""{"code": "drift"}""")]
    [InlineData("""{"code": "drift", "message": ""}""")]
    [InlineData("""{"code": "drift", "message": "m", "error_id": ""}""")]
    public async Task What_is_not_understood_is_refused(string body)
    {
        var agent = service.NewAgent();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await agent.Http.PostAsync("/api/v1/errors", content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.TitleAsync()).ShouldBe("invalid_error_report");
    }

    [Theory]
    [InlineData(51, 1, 0)]
    [InlineData(1, 501, 0)]
    [InlineData(1, 1, 2001)]
    public async Task What_is_too_long_is_refused(int code, int message, int detail) =>
        (await ReportAsync(service.NewAgent(), new { code = new string('a', code), message = new string('m', message), detail = new string('d', detail) }))
            .ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_NUL_does_no_harm()
    {
        var agent = service.NewAgent();

        await ReportAsync(agent, new { code = "a", message = "a\0b", detail = "\0" });

        (await ListAsync(agent)).ShouldHaveSingleItem().GetProperty("message").GetString().ShouldBe("ab");
    }

    [Fact]
    public async Task An_agent_speaks_for_itself_alone()
    {
        using var answer = await service.NewAgent().Http.PostAsJsonAsync("/api/v1/errors", new { agent_id = "another", code = "a", message = "m" }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.TitleAsync()).ShouldBe("agent_mismatch");
    }

    [Fact]
    public async Task Errors_are_paged_newest_first()
    {
        var agent = service.NewAgent();
        foreach (var number in Enumerable.Range(1, 3))
        {
            await ReportAsync(agent, new { code = "a", message = $"{number}" });
        }

        var first = await PageAsync(agent, "?limit=2");
        var second = await PageAsync(agent, $"?limit=2&before={first.GetProperty("next").GetString()}");

        new[] { first, second }.SelectMany(page => page.GetProperty("items").EnumerateArray()).Select(error => error.GetProperty("message").GetString())
            .ShouldBe(["3", "2", "1"]);
        second.TryGetProperty("next", out _).ShouldBeFalse();
    }

    private static async Task<HttpStatusCode> ReportAsync(AgentClient agent, object report)
    {
        using var answer = await agent.Http.PostAsJsonAsync("/api/v1/errors", report, Ct);
        return answer.StatusCode;
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(AgentClient agent) =>
        [.. (await PageAsync(agent, "")).GetProperty("items").EnumerateArray()];

    private async Task<JsonElement> PageAsync(AgentClient agent, string query) =>
        await service.Host.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/agents/{agent.Id}/errors{query}", Ct);

    public sealed class FewErrors : MessageService
    {
        protected override IReadOnlyList<(string Key, string Value)> Settings =>
            [("Message:ErrorReportsPerAgent", $"{Kept}"), ("Message:ErrorReportsInTenMinutes", $"{Allowed}")];
    }
}
