using System.Diagnostics;

namespace WeChatPlatform.Capture.Sending;

/// <summary>What became of a part.</summary>
/// <remarks>
/// <paramref name="Outcome"/> is absent when the part is held: nothing of it is in the window, and it is tried again.
/// <paramref name="EndsDecision"/>: the server refused, so the parts after it end for the same reason.
/// </remarks>
internal sealed record SendVerdict(
    SendOutcome? Outcome, string? Reason, string? Traceparent, string? Observed = null, bool EndsDecision = false)
{
    public static SendVerdict Held { get; } = new(null, null, null);

    public static SendVerdict NotSent(string reason) => new(SendOutcome.NotSent, reason, Activity.Current?.Id);

    public static SendVerdict Refused(string? reason) =>
        new(SendOutcome.NotSent, reason ?? "refused", Activity.Current?.Id, EndsDecision: true);

    public static SendVerdict Verified(string? remark) => new(SendOutcome.Verified, remark, Activity.Current?.Id);

    public static SendVerdict Unknown(string reason, string? observed) =>
        new(SendOutcome.Unknown, reason, Activity.Current?.Id, observed);
}
