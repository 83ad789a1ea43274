using System.Text.RegularExpressions;
using WeChatPlatform.Message.Conversations;

namespace WeChatPlatform.Message.Replies;

/// <summary>
/// What is decided before any model is called, in this order: rows of the window, own messages and echoes, is it addressed to
/// us, its age, hand-off words, the account's autonomy, can anything be read. Later rules (takeover, working hours, limits)
/// join the list in the order that docs/architecture.md gives.
/// </summary>
internal static partial class Screening
{
    public const string SystemRow = "system_row";
    public const string Recalled = "recalled";
    public const string OwnMessage = "own_message";
    public const string NotAddressed = "not_addressed";
    public const string HandOffWord = "hand_off_word";
    public const string AutonomyOff = "autonomy_off";
    public const string StaleAsk = "stale_ask";
    public const string StaleIgnored = "stale_ignored";
    public const string UnreadableKind = "unreadable_kind";

    /// <summary>
    /// Why a single message starts or joins no turn; absent when it does. One of unknown side does: a person of ours may have
    /// typed it on the phone, or a customer who must not be left alone. Its turn ends as a draft.
    /// </summary>
    public static string? OfMessage(
        string kind, string side, bool isGroup, bool isAtMe, string chatName, MessageOptions options) => kind switch
    {
        MessageKind.System => SystemRow,
        MessageKind.Recall => Recalled,
        _ when side == "own" => OwnMessage,
        _ when isGroup && !isAtMe && !options.OpenGroups.Contains(chatName) => NotAddressed,
        _ => null,
    };

    /// <summary>Why a closed turn is not answered by a model; absent when it is.</summary>
    public static string? OfTurn(IReadOnlyList<BurstMessage> burst, string autonomy, MessageOptions options)
    {
        var lateness = CatchUp.Of(burst, options.CatchUp);
        return lateness is Lateness.Forgotten ? StaleIgnored
            : burst.Any(message => message.Words is { } words && AsksForPerson(words, options))
                ? lateness is Lateness.Stale ? StaleAsk : HandOffWord
            : autonomy == Autonomy.Off ? AutonomyOff
            : lateness is Lateness.Stale ? StaleAsk
            : burst.Count > 0 && burst.All(message => !message.IsReadable) ? UnreadableKind
            : null;
    }

    /// <summary>Whether a text asks for a person, whatever its length. Words that merely contain one (人工智能) are taken out first.</summary>
    public static bool AsksForPerson(string text, MessageOptions options)
    {
        var rest = WithoutSpaces(text);
        foreach (var harmless in options.HandoffExceptions)
        {
            rest = rest.Replace(WithoutSpaces(harmless), "\n", StringComparison.OrdinalIgnoreCase);
        }

        return options.HandoffWords.Any(word => rest.Contains(WithoutSpaces(word), StringComparison.OrdinalIgnoreCase));
    }

    private static string WithoutSpaces(string text) => Spaces().Replace(text, "");

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
