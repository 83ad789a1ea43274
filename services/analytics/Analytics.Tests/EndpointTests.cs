using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPlatform.Testing;

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
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var host = await TestHost.StartAsync(new AnalyticsModule(), databases);

        using var response = await host.Viewer.GetAsync($"/api/v1/stats/messages?days={days}", Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("title").GetString().ShouldBe("days_out_of_range");
    }

    [Fact]
    public async Task Figures_are_for_console_users_only()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var host = await TestHost.StartAsync(new AnalyticsModule(), databases);

        foreach (var path in new[] { "/api/v1/stats", "/api/v1/stats/messages", "/api/v1/stats/customers", "/api/v1/stats/alerts" })
        {
            (await host.Viewer.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await host.Agent("agent-1").GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public void Figures_that_are_not_known_yet_are_written_as_null() =>
        JsonSerializer.Serialize(new GetStats.Performance(AvgResponseTimeMs: null, SuccessRate: null), Wire)
            .ShouldBe("""{"avg_response_time_ms":null,"success_rate":null}""");
}
