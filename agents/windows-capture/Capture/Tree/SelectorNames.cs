namespace WeChatPlatform.Capture.Tree;

/// <summary>Names of the parts that a <see cref="SelectorProfile"/> has selectors for.</summary>
public static class SelectorNames
{
    public const string SessionList = "session_list";
    public const string MessageList = "message_list";
    public const string Input = "input";
    public const string Title = "title";
    public const string MemberCount = "member_count";
    public const string Search = "search";
    public const string SearchResults = "search_results";
    public const string MentionList = "mention_list";

    /// <summary>Those that every profile must have.</summary>
    public static IReadOnlyList<string> Required { get; } = [SessionList, MessageList, Input];

    /// <summary>Every name that a profile may use.</summary>
    public static IReadOnlyList<string> All { get; } =
        [SessionList, MessageList, Input, Title, MemberCount, Search, SearchResults, MentionList];
}
