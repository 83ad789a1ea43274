using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Gaps;

/// <summary>An agent reports over its socket that messages are missing. It repeats a report until it is acknowledged.</summary>
internal sealed class GapFrames(GapReports reports) : IAgentFrameHandler
{
    private const int LongestId = 100;

    public async Task<object?> AnswerAsync(AgentPeer peer, AgentFrames.FromAgent frame, CancellationToken ct)
    {
        if (frame.GapId is not { Length: <= LongestId } gapId || string.IsNullOrWhiteSpace(gapId.Replace("\0", "", StringComparison.Ordinal)))
        {
            return null;
        }

        await reports.RecordAsync(
            peer.AgentId,
            new GapReport(gapId, frame.ChatId, frame.ChatName, frame.IsGroup, frame.Reason, frame.Missing, frame.At),
            ct);
        return new AgentFrames.GapReceived("gap_received", gapId);
    }
}
