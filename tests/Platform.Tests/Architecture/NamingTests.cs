using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Gateway.Host;

namespace WeChatPlatform.Platform.Tests.Architecture;

public sealed class NamingTests(BuiltPlatform platform) : IClassFixture<BuiltPlatform>
{
    [Fact]
    public void Every_queue_carries_the_name_of_its_service()
    {
        var names = Modules.All.Select(entry => entry.Module.Name).ToHashSet(StringComparer.Ordinal);

        platform.Catalog.Queues.ShouldNotBeEmpty();
        platform.Catalog.Queues
            .Where(queue => !names.Contains(queue.Module) || !queue.Name.StartsWith($"{queue.Module}-", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_two_services_can_share_a_queue()
    {
        // Two services share a queue only when the name of one starts the names of the other's queues.
        var names = Modules.All.Select(entry => entry.Module.Name).ToList();

        names.ShouldBeUnique();
        names.Where(name => names.Any(other => name.StartsWith($"{other}-", StringComparison.Ordinal))).ShouldBeEmpty();
        platform.Catalog.Queues.Select(queue => queue.Name).ShouldBeUnique();
    }

    [Fact]
    public void The_subscriptions_are_exactly_what_the_modules_consume()
    {
        var consumed = platform.Catalog.Queues
            .SelectMany(queue => queue.Messages
                .Where(message => message.Assembly == typeof(Subscriptions).Assembly)
                .Select(message => $"{message.Name} -> {queue.Name}"));
        var declared = Subscriptions.All.Select(subscription => $"{subscription.Message.Name} -> {subscription.Queue}");

        declared.ShouldSayTheSameAs(consumed);
    }

    [Fact]
    public void Every_operation_carries_the_name_of_its_service()
    {
        var operations = platform.Endpoints.Where(IsApi).ToList();

        operations.ShouldNotBeEmpty();
        operations.Where(endpoint => !NameOf(endpoint).StartsWith($"{ServiceOf(endpoint)}.", StringComparison.Ordinal))
            .Select(endpoint => $"{endpoint.RoutePattern.RawText} is named '{NameOf(endpoint)}'")
            .ShouldBeEmpty();
        operations.Select(NameOf).ShouldBeUnique();
    }

    [Fact]
    public async Task Every_endpoint_says_who_may_call_it()
    {
        var policies = platform.Services.GetRequiredService<IAuthorizationPolicyProvider>();
        List<string> silent = [];
        foreach (var endpoint in platform.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            var named = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(rule => rule.Policy ?? "").ToList();
            if (named.Count == 0 || await policies.GetPolicyAsync(named[0]) is null)
            {
                silent.Add($"{endpoint.RoutePattern.RawText} ({string.Join(", ", named)})");
            }
        }

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void The_gateway_knows_the_way_to_every_route()
    {
        var strayed = platform.Endpoints
            .Where(endpoint => IsApi(endpoint) && ServiceOf(endpoint) != "gateway")
            .Select(endpoint => (Service: ServiceOf(endpoint), Path: $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}"))
            .Where(route => !RouteTable.Paths[route.Service].Any(path => $"{route.Path}/".StartsWith($"{path}/", StringComparison.Ordinal)));

        strayed.ShouldBeEmpty();
    }

    private static bool IsApi(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true;

    private static string NameOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "";

    // The host puts the module's name on its group of routes.
    private static string ServiceOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ITagsMetadata>()!.Tags[0];
}
