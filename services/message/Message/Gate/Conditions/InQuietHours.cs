using Microsoft.Extensions.Options;

namespace WeChatPlatform.Message.Gate.Conditions;

/// <summary>Nobody is written to at this time of the day.</summary>
internal sealed class InQuietHours(IOptions<MessageOptions> options) : IGateCondition
{
    public string Reason => "quiet_hours";

    public string Verdict => GateVerdict.Hold;

    public ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct) =>
        ValueTask.FromResult(QuietHours.Contain(options.Value, asked.Now));
}
