namespace WeChatPlatform.Capture.Tests;

internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Polls until the condition holds; a test that waits in vain says for what.</summary>
    public static Task HoldsAsync(Func<bool> condition, string description) =>
        HoldsAsync(() => Task.FromResult(condition()), description);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string description)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Deadline)
            {
                throw new TimeoutException($"Not within {Deadline.TotalSeconds} s: {description}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }
}
