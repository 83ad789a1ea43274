namespace WeChatPlatform.Chaos.Tests.Judging;

/// <summary>How the people of a run write, so that everybody's words can be told from everybody else's.</summary>
internal static class Lines
{
    public const string Nickname = "客服小微";
    public const string Mention = $"@{Nickname} ";

    /// <summary>What the account's owner writes begins with it; no answer does.</summary>
    public const string OwnersMark = "老板说";

    /// <summary>How a conversation is named whose speaker the window does not tell.</summary>
    private const string UnknownSpeaker = "unknown";

    public static bool IsOwners(string text) => text.StartsWith(OwnersMark, StringComparison.Ordinal);

    /// <summary>What is kept of a customer's text: everything but the mention.</summary>
    public static string Kept(string text) => text.StartsWith(Mention, StringComparison.Ordinal) ? text[Mention.Length..] : text;

    /// <summary>Whose rows belong to a conversation; empty for everybody's.</summary>
    public static string SpeakerOf(ToldConversation conversation) =>
        conversation.Conversation.Speaker == UnknownSpeaker ? "" : conversation.Conversation.Speaker;
}
