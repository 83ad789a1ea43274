using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Analytics.Tests;

public class EndpointTests
{
    // What a host sets for every answer.
    private static readonly JsonSerializerOptions Wire = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0")]
    [InlineData("367")]
    public async Task Days_out_of_range_are_refused_with_a_problem_body(string days)
    {
        await using var app = await StartAsync();

        using var response = await app.GetTestClient().GetAsync($"/stats/messages?days={days}", Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct));
        ((string?)problem?["title"]).ShouldBe("days_out_of_range");
    }

    [Fact]
    public async Task Every_endpoint_asks_for_a_viewer_and_names_its_operation()
    {
        await using var app = await StartAsync();

        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).ToList();

        endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName)
            .ShouldBe(["analytics.GetStats", "analytics.GetMessageStats", "analytics.GetCustomerStats"]);
        endpoints.ShouldAllBe(endpoint =>
            endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>()!.Policy == Policies.Viewer);
    }

    [Fact]
    public void Figures_that_are_not_known_yet_are_written_as_null() =>
        JsonSerializer.Serialize(new GetStats.Performance(AvgResponseTimeMs: null, SuccessRate: null), Wire)
            .ShouldBe("""{"avg_response_time_ms":null,"success_rate":null}""");

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Persistence:ConnectionString"] = "Host=localhost;Username=nobody" });
        builder.Services.AddProblemDetails();
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Viewer, policy => policy.RequireAssertion(_ => true));
        var module = new AnalyticsModule();
        module.AddServices(builder);
        var app = builder.Build();
        app.UseAuthorization();
        module.MapEndpoints(app);
        await app.StartAsync(Ct);
        return app;
    }
}
