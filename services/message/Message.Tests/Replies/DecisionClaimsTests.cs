using WeChatPlatform.Message.Tests.Agents;

namespace WeChatPlatform.Message.Tests.Replies;

public sealed class DecisionClaimsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_that_waits_a_minute_does_not_keep_the_host_from_stopping()
    {
        await using var kit = await SessionKit.StartAsync(Ct);
        kit.BeginToStop();

        var reply = await kit.Claims.WaitAsync(Guid.NewGuid(), TimeSpan.FromSeconds(60), Ct)
            .WaitAsync(TimeSpan.FromSeconds(20), Ct);

        reply.ShouldBeNull();
    }
}
