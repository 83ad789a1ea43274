using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Judging;

/// <summary>What customers and owners wrote against what the platform has: each message once, in its chat, in order, or a visible gap.</summary>
internal static class CaptureRules
{
    public static IEnumerable<string> Broken(
        string agentId, WorldChat chat, IReadOnlyList<ToldConversation> conversations, IReadOnlyList<ToldGap> gaps)
    {
        var where = $"{agentId}/{chat.Name}";
        var said = chat.SaidBy("").Select(row => Lines.Kept(row.Text)).ToList();
        var stored = conversations.SelectMany(conversation => conversation.Messages)
            .Where(message => !Lines.IsOwners(message.Content)).ToList();
        var ours = conversations.SelectMany(conversation => conversation.Decisions)
            .SelectMany(decision => decision.Parts).ToHashSet(StringComparer.Ordinal);

        foreach (var echo in stored.Where(message => ours.Contains(message.Content) && !said.Contains(message.Content)))
        {
            yield return $"{where}: our own text came back as a message of side {echo.Side}: {echo.Content}";
        }

        var missing = Without(said, stored.Select(message => message.Content));
        var known = gaps.Where(gap => gap.AgentId == agentId && (gap.ChatName is null || gap.ChatName == chat.Name)).ToList();
        var accounted = known.Exists(gap => gap.Missing == 0) ? int.MaxValue : known.Sum(gap => gap.Missing);
        if (missing.Count > accounted)
        {
            yield return $"{where}: lost without a gap: {string.Join(", ", missing)}";
        }

        foreach (var invented in Without([.. stored.Select(message => message.Content)], said).Where(text => !ours.Contains(text)))
        {
            yield return $"{where}: nobody said, or said only once: {invented}";
        }

        foreach (var conversation in conversations)
        {
            if (OutOfOrder(chat, conversation) is { } text)
            {
                yield return $"{conversation}: out of order, or of another speaker: {text}";
            }
        }
    }

    /// <summary>The first message that does not follow those before it in what this speaker said; nothing when all do.</summary>
    private static string? OutOfOrder(WorldChat chat, ToldConversation conversation)
    {
        var everybody = chat.SaidBy("").Select(row => Lines.Kept(row.Text)).ToHashSet(StringComparer.Ordinal);
        var said = chat.SaidBy(Lines.SpeakerOf(conversation)).Select(row => Lines.Kept(row.Text)).ToList();
        var next = 0;
        foreach (var message in conversation.Messages.Where(message => everybody.Contains(message.Content)))
        {
            next = said.IndexOf(message.Content, next) + 1;
            if (next == 0)
            {
                return message.Content;
            }
        }

        return conversation.Messages.Zip(conversation.Messages.Skip(1)).Any(pair => pair.First.Sequence >= pair.Second.Sequence)
            ? "numbers do not grow"
            : null;
    }

    private static List<string> Without(List<string> all, IEnumerable<string> some)
    {
        List<string> left = [.. all];
        foreach (var one in some)
        {
            left.Remove(one);
        }

        return left;
    }
}
