namespace WeChatPlatform.Chaos.Tests.Judging;

/// <summary>What the oracle found: everything that is wrong, and how the messages ended.</summary>
internal sealed record Findings(IReadOnlyList<string> Violations, IReadOnlyDictionary<string, int> Outcomes);

/// <summary>
/// The promise, judged by what stands on the desktops and what the platform tells through its API: each message ends in
/// exactly one way that somebody can see, no part is typed twice or in a wrong chat, every doubt is listed, order holds
/// within a conversation, and nothing is typed while a pause lasts. The rows of the desktops are the truth.
/// </summary>
internal static class Oracle
{
    /// <summary>
    /// A part whose last gate was passed before a pause may be entered after it began: the answer's way, and a slow window.
    /// </summary>
    internal static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(8);

    public static Findings Judge(Aftermath aftermath)
    {
        List<string> wrong = [];
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var account in aftermath.Accounts)
        {
            foreach (var chat in account.World.Chats)
            {
                var conversations = aftermath.Told.Of(account.AgentId, chat.Name);
                wrong.AddRange(CaptureRules.Broken(account.AgentId, chat, conversations, aftermath.Told.Gaps));
                wrong.AddRange(TypingRules.Broken(account.AgentId, chat, conversations, aftermath));
            }
        }

        foreach (var conversation in aftermath.Told.Conversations)
        {
            wrong.AddRange(OutcomeRules.Broken(conversation));
            foreach (var message in conversation.Messages.Where(message => message.Side != "own"))
            {
                var how = OutcomeRules.Of(conversation, message);
                outcomes[how] = outcomes.GetValueOrDefault(how) + 1;
            }
        }

        wrong.AddRange(Strangers(aftermath));
        wrong.AddRange(UnseenDoubts(aftermath.Told));
        return new Findings(wrong, outcomes);
    }

    /// <summary>Conversations of chats that no desktop has.</summary>
    private static IEnumerable<string> Strangers(Aftermath aftermath) =>
        from conversation in aftermath.Told.Conversations
        where !aftermath.Accounts.Any(account => account.AgentId == conversation.Conversation.AgentId
            && account.World.Chats.Any(chat => chat.Name == conversation.Conversation.ChatName))
        select $"{conversation}: no desktop has this chat";

    private static IEnumerable<string> UnseenDoubts(Told told)
    {
        var doubts = told.Conversations.SelectMany(conversation => conversation.Decisions)
            .SelectMany(decision => decision.Deliveries.Where(delivery => delivery.Outcome == "unknown")
                .Select(delivery => new UnknownPart(decision.Id, delivery.Part)))
            .ToHashSet();
        return doubts.Except(told.Unknown).Select(part => $"{part} is not in the list of unknown deliveries")
            .Concat(told.Unknown.Except(doubts).Select(part => $"{part} is listed as unknown and is not"));
    }
}
