namespace WeChatPlatform.EndToEnd;

/// <summary>./run.sh --distributed</summary>
public sealed class DistributedTests(DistributedStage stage) : ConversationTests(stage), IClassFixture<DistributedStage>
{
    [Fact]
    public async Task The_console_and_the_metrics_of_RabbitMQ_are_printed()
    {
        var addresses = (await stage.PlatformAsync()).PrintedAddresses();

        addresses.Count.ShouldBe(5);
        using var http = new HttpClient();
        (await http.GetStringAsync(addresses[3])).ShouldContain("RabbitMQ Management");
        (await http.GetStringAsync(addresses[4])).ShouldContain("rabbitmq_build_info");
    }
}
