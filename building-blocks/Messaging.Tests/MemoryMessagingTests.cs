using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

public sealed class MemoryMessagingTests : MessagingCompliance
{
    [Fact]
    public async Task What_a_process_had_under_way_is_handled_once_although_two_processes_try()
    {
        var entered = new TaskCompletionSource();
        var stuck = new TaskCompletionSource();
        var first = await StartAsync(_ =>
        {
            entered.TrySetResult();
            return stuck.Task;
        });
        await first.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());
        await entered.Task;

        // The first one holds an open transaction with the inbox row: the second one waits for it, as it would for a
        // process that is slow, and does nothing when that one commits.
        var second = await StartAsync();
        stuck.SetResult();

        await Eventually.Holds("nothing is left", async () => await second.OutboxAsync() == 0 && await second.ParcelsAsync() > 0);
        (await second.ParcelsAsync()).ShouldBe(1);
    }
}
