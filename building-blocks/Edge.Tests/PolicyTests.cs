using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;

namespace WeChatPlatform.Edge.Tests;

public sealed class PolicyTests
{
    [Theory]
    [InlineData("agent", "agent", true)]
    [InlineData("agent", "viewer", false)]
    [InlineData("agent", "operator", false)]
    [InlineData("agent", "admin", false)]
    [InlineData("viewer", "agent", false)]
    [InlineData("viewer", "viewer", true)]
    [InlineData("viewer", "operator", false)]
    [InlineData("viewer", "admin", false)]
    [InlineData("operator", "agent", false)]
    [InlineData("operator", "viewer", true)]
    [InlineData("operator", "operator", true)]
    [InlineData("operator", "admin", false)]
    [InlineData("admin", "agent", false)]
    [InlineData("admin", "viewer", true)]
    [InlineData("admin", "operator", true)]
    [InlineData("admin", "admin", true)]
    [InlineData("service", "service", true)]
    [InlineData("service", "agent", false)]
    [InlineData("service", "viewer", false)]
    [InlineData("service", "admin", false)]
    [InlineData("agent", "service", false)]
    [InlineData("admin", "service", false)]
    public async Task A_role_includes_what_is_below_it_and_neither_agents_nor_services_are_among_them(
        string who, string policy, bool allowed)
    {
        await using var host = await EdgeHost.StartAsync();
        var caller = who switch
        {
            "agent" => Caller.Agent("agent-1", Caller.SimulatedDesktop),
            "service" => Caller.Service("ai"),
            _ => Caller.User("li", who),
        };

        var answer = await host.GetAsync($"/api/v1/{policy}", caller);

        answer.StatusCode.ShouldBe(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_stranger_is_told_to_log_in()
    {
        await using var host = await EdgeHost.StartAsync();

        var answer = await host.GetAsync("/api/v1/viewer");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await Title(answer)).ShouldBe("not_authenticated");
    }

    [Fact]
    public async Task A_caller_without_the_role_is_told_so()
    {
        await using var host = await EdgeHost.StartAsync();

        (await Title(await host.GetAsync("/api/v1/admin", Caller.User("li", "viewer")))).ShouldBe("not_allowed");
    }

    [Fact]
    public async Task An_endpoint_that_names_no_rule_is_refused_to_strangers()
    {
        await using var host = await EdgeHost.StartAsync();

        (await host.GetAsync("/api/v1/forgotten")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_open_endpoint_is_open()
    {
        await using var host = await EdgeHost.StartAsync();

        (await host.GetAsync("/api/v1/open")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void An_endpoint_has_the_one_rule_that_it_names_or_none()
    {
        Policies.Of([new AuthorizeAttribute(Policies.Operator)]).ShouldBe(Policies.Operator);
        Policies.Of([new AllowAnonymousAttribute()]).ShouldBe(Policies.Open);
        Policies.Of([]).ShouldBeNull();
        Policies.Of([new AuthorizeAttribute()]).ShouldBeNull();
        Policies.Of([new AuthorizeAttribute("anybody")]).ShouldBeNull();
        Policies.Of([new AuthorizeAttribute(Policies.Viewer), new AuthorizeAttribute(Policies.Admin)]).ShouldBeNull();
    }

    private static async Task<string?> Title(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(EdgeHost.Ct)).RootElement.GetProperty("title").GetString();
}
