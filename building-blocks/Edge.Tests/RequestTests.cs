using System.Net;

namespace WeChatPlatform.Edge.Tests;

public sealed class RequestTests
{
    [Fact]
    public async Task One_identity_that_asks_too_often_is_told_to_wait_and_others_are_not()
    {
        await using var host = await EdgeHost.StartAsync(("Edge:RequestsPerSecond", "1"), ("Edge:RequestBurst", "2"));
        var busy = host.Token(Caller.User("li", "viewer"));
        await host.GetAsync("/api/v1/viewer", busy);
        await host.GetAsync("/api/v1/viewer", busy);

        var answer = await host.GetAsync("/api/v1/viewer", busy);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        (await answer.Content.ReadAsStringAsync(EdgeHost.Ct)).ShouldContain("too_many_requests");
        (await host.GetAsync("/api/v1/viewer", Caller.User("wang", "viewer"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_request_gets_an_id()
    {
        await using var host = await EdgeHost.StartAsync();

        var answer = await host.GetAsync("/api/v1/open");

        answer.Headers.GetValues(RequestIds.Header).Single().Length.ShouldBe(32);
    }

    [Theory]
    [InlineData("order-17.a_b", true)]
    [InlineData("two words", false)]
    [InlineData("<script>", false)]
    public async Task A_callers_own_id_is_kept_when_it_is_a_plain_word(string given, bool kept)
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = host.Server.CreateClient();
        client.DefaultRequestHeaders.Add(RequestIds.Header, given);

        var answer = await client.GetAsync("/api/v1/open", EdgeHost.Ct);

        (answer.Headers.GetValues(RequestIds.Header).Single() == given).ShouldBe(kept);
    }
}
