namespace WeChatPlatform.Capture.Tree;

/// <summary>Names of the parts that a <see cref="SelectorProfile"/> has selectors for.</summary>
public static class SelectorNames
{
    public const string SessionList = "session_list";
    public const string MessageList = "message_list";
    public const string Input = "input";

    /// <summary>The open chat's name. WeChat 3.9 has no element that is only that: it is found by where it stands.</summary>
    public const string Title = "title";

    /// <summary>The label "(3)" behind the name of a group; private chats have none.</summary>
    public const string MemberCount = "member_count";

    public const string Search = "search";
    public const string SearchResults = "search_results";

    /// <summary>The button that shows the chats when contacts or favourites are shown; its description may count what is unread.</summary>
    public const string ChatsTab = "chats_tab";

    /// <summary>The members to choose from after an @.</summary>
    public const string MentionList = "mention_list";

    /// <summary>Those that every profile must have.</summary>
    public static IReadOnlyList<string> Required { get; } = [SessionList, MessageList, Input];

    /// <summary>Those that are there while a chat is open.</summary>
    public static IReadOnlyList<string> OfOpenChat { get; } = [MessageList, Input, Title];

    /// <summary>Every name that the agent asks for.</summary>
    public static IReadOnlyList<string> All { get; } =
        [SessionList, MessageList, Input, Title, MemberCount, Search, SearchResults, ChatsTab, MentionList];
}
