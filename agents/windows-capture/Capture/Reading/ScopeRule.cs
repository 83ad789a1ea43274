using System.IO.Enumeration;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Which chats the agent may touch, by <see cref="ScopeOptions"/>. Exclude wins.</summary>
internal sealed class ScopeRule
{
    private const string GroupPrefix = "group:";
    private const string PrivatePrefix = "private:";

    private static readonly HashSet<string> OfWeChatItself = new(StringComparer.Ordinal)
    {
        "文件传输助手", "公众号", "服务号", "订阅号", "订阅号消息", "微信团队", "腾讯新闻", "微信支付", "微信运动", "服务通知",
        "File Transfer", "Official Accounts", "Service Accounts", "Subscriptions", "WeChat Team", "Weixin Team",
    };

    private readonly List<Pattern> _include;
    private readonly List<Pattern> _exclude;
    private readonly bool _systemChats;

    public ScopeRule(IOptions<AgentOptions> options)
        : this(options.Value.Scope)
    {
    }

    public ScopeRule(ScopeOptions scope)
    {
        _include = Patterns(scope.Include);
        _exclude = Patterns(scope.Exclude);
        _systemChats = scope.SystemChats;
    }

    /// <summary>True when at least one pattern includes something; a rule without one is a mistake.</summary>
    public static bool IsComplete(ScopeOptions scope) => Patterns(scope.Include).Count > 0;

    public bool Includes(ChatKey chat) => Includes(chat.Name, chat.IsGroup);

    /// <summary>
    /// A null kind is not told by the list. Such a chat is in scope when it can be: the rule is asked again when the open
    /// chat tells its kind.
    /// </summary>
    public bool Includes(string name, bool? isGroup)
    {
        var folded = ChatName.Folded(name);
        return (_systemChats || !OfWeChatItself.Contains(folded) && !OfWeChatItself.Contains(name))
            && _include.Exists(pattern => pattern.Matches(name, folded, isGroup, unknownMatches: true))
            && !_exclude.Exists(pattern => pattern.Matches(name, folded, isGroup, unknownMatches: false));
    }

    private static List<Pattern> Patterns(IEnumerable<string> patterns) =>
        patterns.Where(pattern => !string.IsNullOrWhiteSpace(pattern)).Select(Parse).ToList();

    private static Pattern Parse(string pattern)
    {
        var text = pattern.Trim();
        return text.StartsWith(GroupPrefix, StringComparison.OrdinalIgnoreCase)
            ? new Pattern(text[GroupPrefix.Length..].Trim(), IsGroup: true)
            : text.StartsWith(PrivatePrefix, StringComparison.OrdinalIgnoreCase)
                ? new Pattern(text[PrivatePrefix.Length..].Trim(), IsGroup: false)
                : new Pattern(text, IsGroup: null);
    }

    /// <summary>A name as the list shows it may carry signs that nobody sees and nobody writes into a rule.</summary>
    private sealed record Pattern(string Text, bool? IsGroup)
    {
        public bool Matches(string name, string folded, bool? isGroup, bool unknownMatches)
        {
            if (IsGroup is not null && (isGroup is null ? !unknownMatches : isGroup != IsGroup))
            {
                return false;
            }

            return Matches(name) || Matches(folded);
        }

        // A backslash is a letter of a name like any other.
        private bool Matches(string name) => FileSystemName.MatchesSimpleExpression(
            Text.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: true);
    }
}
