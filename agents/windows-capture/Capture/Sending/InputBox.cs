using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Sending;

/// <summary>The input box of the open chat, which a person may be using.</summary>
internal sealed class InputBox(IWeChatDesktop desktop, IOptions<AgentOptions> options, TimeProvider time)
{
    // Setting the box is asynchronous in a real client.
    private static readonly TimeSpan TakeTime = TimeSpan.FromSeconds(2);

    public Task<bool> BecomesFreeAsync(TimeSpan longest, CancellationToken ct) =>
        WaitForAsync(content => content.Length == 0, longest, ct);

    public Task<bool> ComesToHoldAsync(string text, CancellationToken ct) =>
        WaitForAsync(content => SameText.Is(content, text), TakeTime, ct);

    /// <summary>
    /// Empties the box when it holds exactly our text. What a person typed is left alone. False when our text is still there.
    /// </summary>
    public async Task<bool> WithdrawAsync(string text, CancellationToken ct)
    {
        if (!await HoldsAsync(text, ct))
        {
            return true;
        }

        await desktop.SetInputAsync("", ct);
        return await BecomesFreeAsync(TakeTime, ct) || !await HoldsAsync(text, ct);
    }

    public async Task<bool> HoldsAsync(string text, CancellationToken ct) =>
        SameText.Is(await desktop.ReadInputAsync(ct), text);

    private async Task<bool> WaitForAsync(Func<string, bool> condition, TimeSpan longest, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (!condition(await desktop.ReadInputAsync(ct)))
        {
            if (time.GetElapsedTime(started) >= longest)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.Poll.SettleMilliseconds), time, ct);
        }

        return true;
    }
}
