using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Which chats are worth opening, by the list alone.</summary>
internal static class ChatActivity
{
    /// <summary>
    /// Chats that exist once by name and kind. Of two that share both, neither can be opened with certainty, so neither
    /// is read: its badge stays for a person to see.
    /// </summary>
    public static IReadOnlyList<ListedChat> Unambiguous(IReadOnlyList<ListedChat> listed) =>
        listed.GroupBy(chat => chat.Key).Where(same => same.Count() == 1).Select(same => same.Single()).ToList();

    /// <summary>
    /// Notes chats that were never seen, and for chats that were never read the badge that opening will take away. An
    /// older note stays: what came since lies behind it. A chat whose line in the list is empty has no history, so nothing
    /// of it needs to be guessed when it is read for the first time.
    /// </summary>
    public static JournalState Note(JournalState state, IReadOnlyList<ListedChat> listed, Func<ChatKey, string> idOf)
    {
        var chats = state.Chats.ToBuilder();
        foreach (var entry in listed)
        {
            var id = idOf(entry.Key);
            var badge = entry.Unread > 0 ? new UnreadBadge(entry.Unread, entry.Preview) : null;
            if (!chats.TryGetValue(id, out var known))
            {
                var isEmpty = badge is null && entry.Preview.Length == 0;
                chats[id] = new KnownChat(
                    entry.Name, entry.Key.IsGroup, badge is null ? entry.Preview : "", isEmpty ? [] : null, badge);
            }
            else if (known.Rows is null && known.Waiting is null && badge is not null)
            {
                chats[id] = known with { Waiting = badge };
            }
        }

        return state with { Chats = chats.ToImmutable() };
    }

    /// <summary>
    /// A chat whose list entry did not tell its kind turned out to be of the other one when it was opened: what was noted
    /// of it before, its badge above all, belongs to that chat. Null for <paramref name="to"/>: it is none of the agent's.
    /// </summary>
    public static JournalState TurnedOut(JournalState state, ChatKey from, ChatKey? to, Func<ChatKey, string> idOf)
    {
        var id = idOf(from);
        if (!state.Chats.TryGetValue(id, out var noted) || noted.Rows is { IsEmpty: false })
        {
            return state;
        }

        var chats = state.Chats.Remove(id);
        return state with
        {
            Chats = to is { } key && !chats.ContainsKey(idOf(key))
                ? chats.Add(idOf(key), noted with { IsGroup = key.IsGroup })
                : chats,
        };
    }

    /// <summary>True when the chat may hold rows that were not read.</summary>
    public static bool IsActive(ListedChat entry, KnownChat known, bool movedUp) =>
        entry.Unread > 0 || known.Waiting is not null || movedUp || entry.Preview != known.Preview;

    /// <summary>
    /// Chats that passed another one on the way up. It is the only sign of "好的" after "好的" in a chat that was open
    /// until a moment ago: no badge, the same preview.
    /// </summary>
    public static IReadOnlySet<ChatKey> MovedUp(IReadOnlyList<ChatKey> before, IReadOnlyList<ChatKey> now)
    {
        var place = new Dictionary<ChatKey, int>();
        for (var index = 0; index < before.Count; index++)
        {
            place[before[index]] = index;
        }

        // Walking up from the bottom: who stood lower than somebody who is now below has passed that one.
        var moved = new HashSet<ChatKey>();
        var highestBelow = int.MaxValue;
        for (var index = now.Count - 1; index >= 0; index--)
        {
            if (place.TryGetValue(now[index], out var was))
            {
                if (was > highestBelow)
                {
                    moved.Add(now[index]);
                }

                highestBelow = Math.Min(highestBelow, was);
            }
        }

        return moved;
    }
}
