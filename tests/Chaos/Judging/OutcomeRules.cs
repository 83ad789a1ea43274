namespace WeChatPlatform.Chaos.Tests.Judging;

/// <summary>Each message has exactly one decision that is at an end, with an outcome or a reason that is told.</summary>
internal static class OutcomeRules
{
    private const string None = "none";

    /// <summary>How a message ended, a word that is counted; "none" when it did not.</summary>
    public static string Of(ToldConversation conversation, ToldMessage message) =>
        conversation.Decisions.FirstOrDefault(decision => decision.Id == message.DecisionId) is { } decision
            ? Of(decision)
            : None;

    public static IEnumerable<string> Broken(ToldConversation conversation)
    {
        foreach (var message in conversation.Messages.Where(message => message.Side != "own"))
        {
            var naming = conversation.Decisions
                .Where(decision => decision.DeliveryState != ToldDecision.Superseded && decision.MessageIds.Contains(message.Id)).ToList();
            if (Of(conversation, message) == None)
            {
                yield return $"{conversation}: no outcome: {message.Content} ({StateOf(conversation, message)})";
            }
            else if (naming.Count != 1 || naming[0].Id != message.DecisionId)
            {
                yield return $"{conversation}: {naming.Count} decisions for {message.Content}";
            }
        }

        foreach (var decision in conversation.Decisions)
        {
            foreach (var fault in FaultsOf(decision))
            {
                yield return $"{conversation}: decision {decision.Id}: {fault}";
            }
        }
    }

    private static string Of(ToldDecision decision) => decision switch
    {
        { DeliveryState: ToldDecision.Superseded } => None,
        { IsSilent: true, Action: "ignore" } => $"ignored: {decision.Reason}",
        { IsSilent: true, Action: "draft" } => "draft",
        { IsSilent: true, Action: "handoff" } => $"handed off: {decision.Reason}",
        { IsSilent: true } => None,
        { IsAtAnEnd: false } => None,
        _ => decision.Deliveries.FirstOrDefault(delivery => delivery.Outcome != "verified") is { } doubtful
            ? $"{doubtful.Outcome}: {doubtful.Reason}"
            : "answered",
    };

    private static IEnumerable<string> FaultsOf(ToldDecision decision)
    {
        if (!decision.IsAtAnEnd)
        {
            yield return $"still {decision.DeliveryState}";
        }

        if (string.IsNullOrEmpty(decision.Reason))
        {
            yield return "no reason is told";
        }

        if ((decision.IsSilent || decision.DeliveryState == ToldDecision.Superseded)
            && decision.Deliveries.FirstOrDefault(delivery => delivery.Outcome != "not_sent") is { } spoken)
        {
            yield return $"part {spoken.Part} is {spoken.Outcome}, though nothing was to be typed";
        }

        if (decision.DeliveryState == "settled")
        {
            foreach (var fault in FaultsOfParts(decision))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> FaultsOfParts(ToldDecision decision)
    {
        var stopped = false;
        for (var part = 0; part < decision.Parts.Count; part++)
        {
            var told = decision.Deliveries.Where(delivery => delivery.Part == part).ToList();
            if (told.Count > 1 || (told.Count == 0 && !stopped))
            {
                yield return $"part {part} has {told.Count} outcomes";
            }
            else if (told is [{ Outcome: "verified" }] && stopped)
            {
                yield return $"part {part} was typed after a part that was not";
            }
            else if (told is [{ Outcome: not "verified", Reason: null or "" }])
            {
                yield return $"part {part} is {told[0].Outcome} without a reason";
            }

            stopped |= told is not [{ Outcome: "verified" }];
        }
    }

    private static string StateOf(ToldConversation conversation, ToldMessage message) =>
        message.DecisionId is null ? "undecided"
        : conversation.Decisions.FirstOrDefault(decision => decision.Id == message.DecisionId) is { } decision
            ? $"{decision.Action}, {decision.Reason}, {decision.DeliveryState}"
            : "its decision is not told";
}
