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

    /// <summary>Empties the box when it holds exactly our text. What a person typed is left alone.</summary>
    public async Task WithdrawAsync(string text, CancellationToken ct)
    {
        if (SameText.Is(await desktop.ReadInputAsync(ct), text))
        {
            await desktop.SetInputAsync("", ct);
            await BecomesFreeAsync(TakeTime, ct);
        }
    }

    private async Task<bool> WaitForAsync(Func<string, bool> condition, TimeSpan longest, CancellationToken ct)
    {
        var deadline = time.GetUtcNow() + longest;
        while (!condition(await desktop.ReadInputAsync(ct)))
        {
            if (time.GetUtcNow() >= deadline)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.Poll.SettleMilliseconds), time, ct);
        }

        return true;
    }
}
