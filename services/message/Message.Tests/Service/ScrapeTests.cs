using System.Globalization;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>Meters are the process's: this runs when no other host does.</summary>
[Collection(nameof(WholeProcess))]
public sealed class ScrapeTests : IAsyncLifetime
{
    private MessageService service = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => service = await MessageService.StartAsync(("Message:MetricsSeconds", "1"));

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task A_scrape_tells_turns_agents_sockets_and_deliveries()
    {
        service.Desk.Reply = _ => null;
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        await line.ReportAsync(Guid.CreateVersion7(), "verified");
        await agent.SayAsync("保修多久");
        await service.GenerationAsync(agent);

        await Eventually.Holds("the turn is told", async () => await ValueAsync("wechat_turns", "state=\"Generating\"") == 1);
        (await ValueAsync("wechat_turns", "state=\"Queued\"")).ShouldBe(0);
        (await ValueAsync("wechat_turn_age_seconds", "state=\"Generating\"")).ShouldNotBeNull().ShouldBeGreaterThan(0);
        (await ValueAsync("wechat_agents", "state=\"online\"")).ShouldBe(1);
        (await ValueAsync("wechat_agents_connected", "")).ShouldBe(1);
        (await ValueAsync("wechat_deliveries_total", "outcome=\"unknown\"")).ShouldBe(0);
        (await Promtool.FaultsAsync(await service.Host.Management.GetStringAsync("/metrics", Ct))).ShouldBeEmpty();
    }

    private async Task<double?> ValueAsync(string name, string label)
    {
        var line = (await service.Host.Management.GetStringAsync("/metrics", Ct)).Split('\n').SingleOrDefault(line =>
            line.StartsWith(name + "{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal));
        return line is null ? null : double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
    }
}

[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;

internal static class MissingValues
{
    public static double ShouldNotBeNull(this double? value) => value ?? throw new ShouldAssertException("There is no such series.");
}
