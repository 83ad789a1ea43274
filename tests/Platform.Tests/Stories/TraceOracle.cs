
namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>Every process that had to do with a message logged it under one and the same trace id.</summary>
internal static class TraceOracle
{
    private const int Captured = 810;
    private const int Settled = 820;
    private const int Stored = 2000;
    private const int Decided = 2001;
    private const int Delivered = 2005;
    private const int Worded = 3000;
    private const int KnowledgeFound = 5005;

    /// <returns>The trace's id.</returns>
    public static string Verify(PlatformShape shape, StoredMessage question, StoredDecision answer)
    {
        var events = shape.Processes.SelectMany(process => process.Log.Events()).ToList();
        var captured = events.Single(line => line.EventId == Captured && line.Value("MessageId") == question.AgentMessageId);
        var trace = captured.Value("Traceparent")!.Split('-')[1];

        (int EventId, string Key, Guid? Id)[] stations =
        [
            (Stored, "MessageId", question.Id),
            (KnowledgeFound, "TurnId", answer.TurnId),
            (Worded, "TurnId", answer.TurnId),
            (Decided, "DecisionId", answer.Id),
            (Settled, "DecisionId", answer.Id),
            (Delivered, "DecisionId", answer.Id),
        ];
        foreach (var (eventId, key, id) in stations)
        {
            var lines = events.Where(line => line.EventId == eventId && line.Value(key) == id.ToString()).ToList();
            lines.ShouldNotBeEmpty($"event {eventId}");
            lines.ShouldAllBe(line => line.TraceId == trace, $"event {eventId}");
        }

        return trace;
    }
}
