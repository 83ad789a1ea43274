using System.Text.RegularExpressions;

namespace WeChatPlatform.Message.Replies;

/// <summary>
/// What is decided before any model is called, in this order: own messages and echoes, is it addressed to us, hand-off
/// words, the account's autonomy. Later rules (takeover, working hours, limits) join the list in the order that
/// docs/architecture.md gives.
/// </summary>
internal static partial class Screening
{
    public const string OwnMessage = "own_message";
    public const string UnknownSide = "unknown_side";
    public const string NotAddressed = "not_addressed";
    public const string HandOffWord = "hand_off_word";
    public const string AutonomyOff = "autonomy_off";

    /// <summary>Why a single message starts or joins no turn; absent when it does.</summary>
    public static string? OfMessage(string side, bool isGroup, bool isAtMe, string chatName, MessageOptions options) => side switch
    {
        "own" => OwnMessage,

        // Never answered automatically: it may be a person of ours who typed on the phone.
        not "other" => UnknownSide,
        _ when isGroup && !isAtMe && !options.OpenGroups.Contains(chatName) => NotAddressed,
        _ => null,
    };

    /// <summary>Why a closed turn is not answered by a model; absent when it is.</summary>
    public static string? OfTurn(IEnumerable<string> texts, string autonomy, MessageOptions options) =>
        texts.Any(text => AsksForPerson(text, options)) ? HandOffWord
        : autonomy == Autonomy.Off ? AutonomyOff
        : null;

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
