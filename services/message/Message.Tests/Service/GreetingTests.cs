using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>The table of greetings: who may change it, what it may hold, and how it comes to the agents.</summary>
public sealed class GreetingTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public GreetingTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_names_what_was_read_and_is_told_to_every_agent_that_answers_by_itself()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        await using var draft = await service.NewAgent(desktop: "real").StartAsync();
        var before = await line.GreetingsAsync();
        (await draft.GreetingsAsync()).Entries.ShouldBeEmpty();

        var changed = await ChangeAsync(before.Version, Entry("您好", "你好"));

        var told = await line.GreetingsAsync();
        (told.Version, changed.GetProperty("version").GetInt64()).ShouldBe((before.Version + 1, before.Version + 1));
        var entry = told.Entries.ShouldNotBeNull().ShouldHaveSingleItem();
        (string.Join(' ', entry.Match), entry.Reply).ShouldBe(("你好", "您好"));
        (await draft.GreetingsAsync()).ShouldSatisfyAllConditions(
            one => one.Version.ShouldBe(told.Version), one => one.Entries.ShouldBeEmpty());
        var read = await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/greetings", Ct);
        (read.GetProperty("version").GetInt64(), read.GetProperty("changed_by").GetString()).ShouldBe((told.Version, "operator"));
    }

    [Fact]
    public async Task Of_two_who_change_it_at_the_same_time_one_is_told_to_read_again()
    {
        var version = await VersionAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PutAsync(version, Entry("您好", "你好"))));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var late in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            (late.StatusCode, await late.TitleAsync()).ShouldBe((HttpStatusCode.Conflict, "stale_version"));
        }

        (await VersionAsync()).ShouldBe(version + 1);
    }

    [Fact]
    public async Task A_stopped_agent_is_told_that_it_answers_nothing()
    {
        await ChangeAsync(await VersionAsync(), Entry("您好", "你好"));
        var agent = service.NewAgent();
        await using var first = await agent.StartAsync();
        (await first.GreetingsAsync()).Entries.ShouldNotBeEmpty();
        using var stopped = await service.OperateAsync($"agents/{agent.Id}/stop");

        await using var again = await agent.StartAsync();

        (await again.GreetingsAsync()).Entries.ShouldBeEmpty();
    }

    public static TheoryData<string, object> Faulty => new()
    {
        { "no version", new { entries = Array.Empty<object>() } },
        { "no entries", new { version = 0 } },
        { "no words", new { version = 0, entries = new[] { new { match = Array.Empty<string>(), reply = "您好" } } } },
        { "only marks", new { version = 0, entries = new[] { new { match = new[] { "！？" }, reply = "您好" } } } },
        { "long word", new { version = 0, entries = new[] { new { match = new[] { new string('好', 21) }, reply = "您好" } } } },
        { "twice", new { version = 0, entries = new[] { new { match = new[] { "你好", "你好！" }, reply = "您好" } } } },
        { "no reply", new { version = 0, entries = new[] { new { match = new[] { "你好" }, reply = " " } } } },
        { "long reply", new { version = 0, entries = new[] { new { match = new[] { "你好" }, reply = new string('好', 301) } } } },
        { "too many", new { version = 0, entries = Enumerable.Range(0, 31).Select(i => new { match = new[] { $"你好{i}" }, reply = "您好" }) } },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task A_table_that_cannot_be_right_is_refused(string what, object table)
    {
        using var answer = await service.Host.Operator.PutAsJsonAsync("/api/v1/greetings", table, Ct);

        (answer.StatusCode, await answer.TitleAsync()).ShouldBe((HttpStatusCode.BadRequest, "invalid_greetings"), what);
    }

    internal static object Entry(string reply, params string[] match) => new { match, reply };

    private async Task<long> VersionAsync() =>
        (await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/greetings", Ct)).GetProperty("version").GetInt64();

    private Task<HttpResponseMessage> PutAsync(long version, params object[] entries) =>
        service.Host.Operator.PutAsJsonAsync("/api/v1/greetings", new { version, entries }, Ct);

    private async Task<JsonElement> ChangeAsync(long version, params object[] entries)
    {
        using var answer = await PutAsync(version, entries);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.JsonAsync();
    }
}
