using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Server;

/// <summary>
/// Tells the server outcomes and gaps over one connection: each at once, and again after a while until it is acknowledged.
/// </summary>
internal sealed class ReportLoop(AgentJournal journal, TimeProvider time)
{
    private static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(10);

    public Task TellOutcomesAsync(ServerSocket socket, CancellationToken ct) => TellAsync(
        () => LedgerSteps.Tellable(journal.State),
        report => socket.WriteAsync(Frame(report), ServerWireJson.Default.Delivery, ct),
        journal.ReportsWaiting,
        ct);

    public Task TellGapsAsync(ServerSocket socket, CancellationToken ct) => TellAsync(
        () => journal.Update(CaptureGaps.Tell).OpenGaps,
        gap => socket.WriteAsync(Frame(gap), ServerWireJson.Default.Gap, ct),
        journal.GapsWaiting,
        ct);

    private async Task TellAsync<T>(Func<IEnumerable<T>> waiting, Func<T, Task> write, Signal signal, CancellationToken ct)
        where T : notnull
    {
        var told = new Dictionary<T, long>();
        while (true)
        {
            var open = waiting().ToList();
            foreach (var one in open.Where(one => !told.TryGetValue(one, out var at) || time.GetElapsedTime(at) >= TellAgain))
            {
                await write(one);
                told[one] = time.GetTimestamp();
            }

            foreach (var gone in told.Keys.Except(open).ToList())
            {
                told.Remove(gone);
            }

            await signal.WaitAsync(TellAgain, time, ct);
        }
    }

    private static ServerWire.Delivery Frame(DeliveryReport report) => new(
        "delivery",
        report.DecisionId,
        report.Part,
        report.Outcome switch
        {
            SendOutcome.Verified => "verified",
            SendOutcome.NotSent => "not_sent",
            _ => "unknown",
        },
        report.Reason,
        report.At,
        report.Traceparent,
        report.Observed,
        new ServerWire.Steps(
            report.Times?.RecipientVerifiedAt, report.Times?.TypedAt, report.Times?.EnteredAt, report.Times?.ReadBackAt));

    private static ServerWire.Gap Frame(CaptureGap gap) => new(
        "gap", gap.GapId, gap.ChatId, gap.ChatName, gap.IsGroup, gap.Reason, gap.Missing, gap.At);
}
