using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Edge;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

public sealed class ServiceCallTests
{
    // Nobody listens on the discard port.
    private const string Nowhere = "http://127.0.0.1:9";

    [Fact]
    public async Task A_service_is_let_in_where_services_are_and_nowhere_else()
    {
        await using var asked = await AskedAsync();
        await using var asking = await AskingAsync(("ServiceCalls:Services:other", asked.Address.ToString()));
        var client = Clients(asking).For("other");

        (await client.GetStringAsync("/api/v1/for-services?q=%E6%A1%A9", Ct)).ShouldBe("stub service 桩");
        (await client.GetAsync("/api/v1/for-viewers", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_but_a_service_is_let_in_where_services_are()
    {
        await using var asked = await AskedAsync();

        (await asked.Stranger.GetAsync("/api/v1/for-services?q=", Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await asked.Admin.GetAsync("/api/v1/for-services?q=", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await asked.Agent("agent-1").GetAsync("/api/v1/for-services?q=", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_call_for_somebody_has_the_rights_of_that_somebody()
    {
        await using var asked = await AskedAsync();
        await using var asking = await AskingAsync(("ServiceCalls:Services:other", asked.Address.ToString()));
        var client = Clients(asking).For("other", Caller.User("li", Policies.Viewer));

        (await client.GetStringAsync("/api/v1/for-viewers", Ct)).ShouldBe("li user");
        (await client.GetAsync("/api/v1/for-services?q=", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_runs_in_the_same_process_is_asked_at_its_own_address()
    {
        await using var one = await AskedAsync();

        (await Clients(one).For("stub").GetStringAsync("/api/v1/for-services?q=1", Ct)).ShouldBe("stub service 1");
    }

    [Fact]
    public async Task A_replica_that_cannot_be_reached_is_passed_over_whatever_the_method()
    {
        await using var asked = await AskedAsync();
        await using var asking = await AskingAsync(("ServiceCalls:Services:other", $"{Nowhere}, {asked.Address}"));
        var client = Clients(asking).For("other");

        for (var time = 0; time < 4; time++)
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/for-services", new { text = "once" }, Ct);
            (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("once");
        }
    }

    [Fact]
    public async Task Who_is_nowhere_fails_and_who_is_unknown_is_not_asked()
    {
        await using var asking = await AskingAsync(("ServiceCalls:Services:other", Nowhere));
        var clients = Clients(asking);

        await Should.ThrowAsync<HttpRequestException>(() => clients.For("other").GetAsync("/api/v1/for-services?q=", Ct));
        clients.Knows("other").ShouldBeTrue();
        clients.Knows("nobody").ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => clients.For("nobody")).Message.ShouldContain("ServiceCalls:Services:nobody");
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_not_read()
    {
        await using var asked = await AskedAsync();
        await using var asking = await AskingAsync(
            ("ServiceCalls:Services:other", asked.Address.ToString()), ("ServiceCalls:MaxAnswerBytes", "1024"));

        await Should.ThrowAsync<HttpRequestException>(
            () => Clients(asking).For("other").GetAsync($"/api/v1/for-services?q={new string('x', 1100)}", Ct));
    }

    [Theory]
    [InlineData("erp:8080")]
    [InlineData("http://erp:8080/path")]
    [InlineData("http://user@erp:8080")]
    [InlineData("http://one:8080 http://two:8080")]
    public async Task A_setting_that_is_no_address_is_refused_at_start(string address)
    {
        var refused = await Should.ThrowAsync<StartRefusedException>(
            () => AskingAsync(("ServiceCalls:Services:other", address)));

        refused.Message.ShouldContain("ServiceCalls:Services:other is no address");
    }

    private static IServiceClients Clients(TestHost host) => host.Services.GetRequiredService<IServiceClients>();

    private static Task<TestHost> AskingAsync(params (string, string)[] settings) => StubModule.StartAsync(_ => { }, settings);

    private static Task<TestHost> AskedAsync() => StubModule.StartAsync(routes =>
    {
        routes.MapGet("/for-services", (string q, HttpContext http) => $"{Who(http)} {q}").RequireAuthorization(Policies.Service);
        routes.MapPost("/for-services", (Note note) => note).RequireAuthorization(Policies.Service);
        routes.MapGet("/for-viewers", Who).RequireAuthorization(Policies.Viewer);
    });

    private static string Who(HttpContext http) => $"{http.User.Caller()!.Id} {http.User.Caller()!.Kind}";

    private sealed record Note(string Text);
}
