using WeChatPlatform.Message.Conversations;

namespace WeChatPlatform.Message.Replies;

/// <summary>One message of a turn, as much of it as deciding needs.</summary>
internal sealed record BurstMessage(
    string Kind, string Content, string? Quoted, string Side, DateTimeOffset SentAt, DateTimeOffset ReceivedAt, string? Read = null)
{
    public bool IsReadable => Read is not null || MessageKind.IsReadable(Kind, Content);

    /// <summary>What the customer says in words of their own: a text, or a voice message that was read. What stands in an image is not.</summary>
    public string? Words => Read is not null && Kind is not MessageKind.Voice ? null : Read ?? (IsReadable ? Content : null);

    /// <summary>How old it was when it came.</summary>
    public TimeSpan Age => ReceivedAt - SentAt;
}

/// <summary>What the messages of a closed turn say together.</summary>
internal static class Burst
{
    /// <summary>The readable texts, one line each, a quote with what it quotes; empty when nothing can be read.</summary>
    public static string Question(IEnumerable<BurstMessage> burst) => string.Join(
        '\n',
        burst.Where(message => message.IsReadable).Select(message => MessageKind.Line(message.Kind, message.Content, message.Quoted, message.Read)));

    /// <summary>The kinds that cannot be read, each once, with commas between them; absent when everything can.</summary>
    public static string? Unreadable(IEnumerable<BurstMessage> burst) =>
        string.Join(',', burst.Where(message => !message.IsReadable).Select(message => message.Kind).Distinct()) is { Length: > 0 } kinds
            ? kinds
            : null;

    public static bool HasUnknownSide(IEnumerable<BurstMessage> burst) => burst.Any(message => message.Side == "unknown");

    /// <summary>The question for the model, which has to know that it does not see everything. Searches take the texts alone.</summary>
    public static string ForModel(string question, string? unreadable) => unreadable is null
        ? question
        : $"{question}\n（客户还发来了{string.Join('、', unreadable.Split(',').Select(kind => MessageKind.Label(kind) ?? kind))}，其中的内容看不到。）";
}
