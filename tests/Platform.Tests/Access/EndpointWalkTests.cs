using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using WeChatPlatform.Edge;
using WeChatPlatform.Platform.Tests.Architecture;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Access;

/// <summary>
/// Walks every operation of every host's API document with every kind of caller. What each must be answered follows from the
/// rule that the endpoint names; docs/api.md says the rule of each a second time, for people.
/// </summary>
public sealed class EndpointWalkTests(WalkedPlatform platform) : IClassFixture<WalkedPlatform>
{
    public static TheoryData<string> Hosts => [.. WalkedPlatform.Services, WalkedPlatform.Gateway, WalkedPlatform.Standalone];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Every_operation_answers_every_caller_as_its_rule_says(string host) =>
        (await WalkAsync(platform.Host(host), await platform.OperationsAsync(host))).ShouldBeEmpty();

    [Fact]
    public async Task Every_operation_answers_every_caller_in_the_same_way_through_the_gateway()
    {
        List<ApiOperation> operations = [];
        foreach (var service in WalkedPlatform.Services)
        {
            operations.AddRange(await platform.OperationsAtGatewayAsync(service));
        }

        (await WalkAsync(platform.Host(WalkedPlatform.Gateway), operations)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Every_operation_names_one_rule(string host)
    {
        var operations = await platform.OperationsAsync(host);

        operations.ShouldNotBeEmpty();
        operations.Where(operation => operation.Access is null).Select(operation => operation.Name).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task No_endpoint_of_the_API_is_missing_in_the_document(string host)
    {
        var listed = (await platform.OperationsAsync(host)).Select(operation => operation.Name);
        var served = platform.EndpointsOf(host)
            .Where(endpoint => ApiOperation.PathOf(endpoint.RoutePattern.RawText!).StartsWith("/api/", StringComparison.Ordinal))
            .Where(endpoint => !IsForwarded(endpoint))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {ApiOperation.PathOf(endpoint.RoutePattern.RawText!)}"));

        listed.ShouldSayTheSameAs(served);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Every_endpoint_beside_the_API_is_known_and_has_its_rule(string host)
    {
        Dictionary<string, string> known = new(StringComparer.Ordinal)
        {
            ["/health/live"] = Policies.Open,
            ["/health/ready"] = Policies.Open,
            ["/metrics"] = Policies.Open,
            ["/openapi/{documentName}.json"] = Policies.Viewer,
        };
        foreach (var service in WalkedPlatform.Services.Where(_ => host == WalkedPlatform.Gateway))
        {
            known[$"/openapi/{service}.json"] = Policies.Viewer;
        }

        platform.EndpointsOf(host)
            .Where(endpoint => !ApiOperation.PathOf(endpoint.RoutePattern.RawText!).StartsWith("/api/", StringComparison.Ordinal))
            .Select(endpoint => $"{endpoint.RoutePattern.RawText} {Policies.Of(endpoint.Metadata)}")
            .ShouldSayTheSameAs(known.Select(entry => $"{entry.Key} {entry.Value}"));
    }

    [Fact]
    public void The_gateway_lets_no_stranger_through_to_a_service()
    {
        var forwarded = platform.EndpointsOf(WalkedPlatform.Gateway).Where(IsForwarded).ToList();

        forwarded.ShouldNotBeEmpty();
        forwarded.Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
                || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task The_documentation_lists_every_operation_with_its_rule()
    {
        var listed = Repository.Lines("docs/api.md")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells is [_, Policies.Open or Policies.Agent or Policies.Viewer or Policies.Operator or Policies.Admin or Policies.Service, ..])
            .Select(cells => $"{cells[0].Trim('`')}: {cells[1]}");
        var operations = (await platform.OperationsAsync(WalkedPlatform.Standalone))
            .Select(operation => $"{operation.Method} {operation.Path["/api/v1".Length..]}: {operation.Access}");

        listed.ShouldSayTheSameAs(operations);
    }

    private static bool IsForwarded(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.EndsWith("/{**rest}", StringComparison.Ordinal);

    private static async Task<List<string>> WalkAsync(TestHost host, IReadOnlyList<ApiOperation> operations)
    {
        List<string> wrong = [];
        foreach (var operation in operations.Where(operation => operation.Access is not null))
        {
            foreach (var caller in WalkingCaller.All)
            {
                var answered = await TryAsync(host, operation, caller);
                if (answered != caller.Expected(operation.Access!))
                {
                    wrong.Add($"{operation.Name} ({operation.Access}) answered {caller.Name} with {answered}");
                }
            }
        }

        return wrong;
    }

    // Whoever is let in may still be refused by the endpoint itself: for another agent's socket, or for an empty request.
    private static async Task<string> TryAsync(TestHost host, ApiOperation operation, WalkingCaller caller)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.SamplePath);
        if (operation.Method is not ("GET" or "DELETE"))
        {
            request.Content = JsonContent.Create(new { });
        }

        using var answer = await (caller.Caller is null ? host.Stranger : host.As(caller.Caller)).SendAsync(request, Ct);
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "401",
            HttpStatusCode.Forbidden when await CodeAsync(answer) == "not_allowed" => "403",
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => $"{(int)answer.StatusCode}",
            _ => "let in",
        };
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("title").GetString();
}
