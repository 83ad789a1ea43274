using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Gaps;

/// <summary>An agent reports over its socket that messages are missing. It repeats a report until it is acknowledged.</summary>
internal sealed class GapFrames(GapReports reports)
{
    private const int LongestId = 100;

    /// <returns>The frame that answers it; nothing when it has no id to answer with.</returns>
    public async Task<object?> AnswerAsync(string agentId, AgentFrames.FromAgent frame, CancellationToken ct)
    {
        if (frame.GapId is not { Length: <= LongestId } gapId || string.IsNullOrWhiteSpace(gapId.Replace("\0", "", StringComparison.Ordinal)))
        {
            return null;
        }

        await reports.RecordAsync(
            agentId,
            new GapReport(gapId, frame.ChatId, frame.ChatName, frame.IsGroup, frame.Reason, frame.Missing, frame.At),
            ct);
        return new AgentFrames.GapReceived("gap_received", gapId);
    }
}
