using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Judging;

/// <summary>What stands in a chat as typed by us against what was decided and reported for it.</summary>
internal static class TypingRules
{
    private const string SeenLate = "seen_late";

    public static IEnumerable<string> Broken(
        string agentId, WorldChat chat, IReadOnlyList<ToldConversation> conversations, Aftermath aftermath)
    {
        var where = $"{agentId}/{chat.Name}";
        if (chat.Draft.Length > 0)
        {
            yield return $"{where}: left in the input box: {chat.Draft}";
        }

        var rows = chat.Typed.Where(row => !Lines.IsOwners(row.Text)).ToList();
        foreach (var fault in Counted(where, rows, conversations, aftermath.Told))
        {
            yield return fault;
        }

        foreach (var conversation in conversations)
        {
            foreach (var fault in OutOfOrder(chat, conversation))
            {
                yield return $"{conversation}: {fault}";
            }
        }

        foreach (var quiet in aftermath.Quiet.Where(quiet => quiet.AgentId == agentId && (quiet.ChatName ?? chat.Name) == chat.Name))
        {
            foreach (var row in rows.Where(row => row.At > quiet.From + Oracle.OnItsWay && row.At < quiet.Until))
            {
                yield return $"{where}: typed at {row.At:HH:mm:ss.fff}, in the pause from {quiet.From:HH:mm:ss.fff} ({quiet.Why}): {row.Text}";
            }
        }
    }

    /// <summary>Each text stands there as often as it was verified, and at most as often as it may have been sent.</summary>
    private static IEnumerable<string> Counted(
        string where, List<WorldRow> rows, IReadOnlyList<ToldConversation> conversations, Told told)
    {
        var parts = conversations.SelectMany(conversation => conversation.Decisions)
            .SelectMany(decision => decision.Parts.Select((text, part) => (
                text, Outcome: decision.Deliveries.FirstOrDefault(delivery => delivery.Part == part)?.Outcome)))
            .ToLookup(part => part.text, part => part.Outcome);
        var typed = rows.CountBy(row => row.Text).ToDictionary();
        foreach (var text in parts.Select(group => group.Key).Union(typed.Keys))
        {
            var verified = parts[text].Count(outcome => outcome == "verified");
            var doubtful = parts[text].Count(outcome => outcome == "unknown");
            var count = typed.GetValueOrDefault(text);
            if (count < verified)
            {
                yield return $"{where}: verified {verified} times and typed {count} times: {text}";
            }
            else if (count > verified + doubtful)
            {
                yield return parts.Contains(text)
                    ? $"{where}: verified {verified} times, unknown {doubtful} times and typed {count} times: {text}"
                    : $"{where}: {(IsOfAnother(text, told) ? "an answer of another chat" : "nobody's text")}: {text}";
            }
        }
    }

    private static bool IsOfAnother(string text, Told told) =>
        told.Conversations.Any(conversation => conversation.Decisions.Any(decision => decision.Parts.Contains(text)));

    /// <summary>Decisions stand in their order, their parts in theirs, and each behind the questions that it answers.</summary>
    private static IEnumerable<string> OutOfOrder(WorldChat chat, ToldConversation conversation)
    {
        var asked = QuestionRows(chat, conversation);
        var last = 0L;
        foreach (var decision in conversation.Decisions.Where(decision => decision.DeliveryState == "settled"))
        {
            var questions = decision.MessageIds.Where(asked.ContainsKey).Select(id => asked[id]).DefaultIfEmpty().Max();
            foreach (var (part, text) in decision.Parts.Index())
            {
                // What was unknown when the next answer went out, and showed only after it, nobody could wait for.
                if (decision.Deliveries.FirstOrDefault(delivery => delivery.Part == part) is not { Outcome: "verified", Reason: not SeenLate })
                {
                    continue;
                }

                // Texts that were typed more than once, such as a hand-off's, stand for the first place that fits.
                if (chat.Typed.FirstOrDefault(row => row.Text == text && row.Id > last && row.Id > questions) is { } row)
                {
                    last = row.Id;
                }
                else if (chat.Typed.Any(row => row.Text == text))
                {
                    yield return $"before its question, or before an earlier answer: {text}";
                }
            }
        }
    }

    /// <summary>The rows of the conversation's messages; of two with the same text the earlier is the earlier.</summary>
    private static Dictionary<Guid, long> QuestionRows(WorldChat chat, ToldConversation conversation)
    {
        var said = chat.SaidBy(Lines.SpeakerOf(conversation));
        Dictionary<Guid, long> rows = [];
        var last = 0L;
        foreach (var message in conversation.Messages)
        {
            if (said.FirstOrDefault(row => row.Id > last && Lines.Kept(row.Text) == message.Content) is { } row)
            {
                rows[message.Id] = last = row.Id;
            }
        }

        return rows;
    }
}
