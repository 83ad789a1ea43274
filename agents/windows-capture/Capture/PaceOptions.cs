using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Capture;

/// <summary>
/// How answers are typed and how many: one after the other, in order, and within what the client and the account bear. The
/// client's makers publish no numbers, so the bounds are careful guesses that an operator may move.
/// </summary>
public sealed class PaceOptions
{
    /// <summary>Shortest time that a chat is open before a text is put into its box.</summary>
    [Range(0, 60_000)]
    public int MinMilliseconds { get; set; } = 300;

    /// <summary>That time for each character of the text: a long one takes a window longer to draw and a customer longer to read.</summary>
    [Range(0, 1_000)]
    public int MillisecondsPerCharacter { get; set; } = 15;

    /// <summary>Longest time that a chat is open before a text is put into its box.</summary>
    [Range(0, 60_000)]
    public int MaxMilliseconds { get; set; } = 3_000;

    /// <summary>How long a person who is typing in the input box is waited for.</summary>
    [Range(0, 300)]
    public int InputWaitSeconds { get; set; } = 5;

    /// <summary>How long a sent text may take to appear in the chat.</summary>
    [Range(1, 120)]
    public int ReadBackSeconds { get; set; } = 5;

    /// <summary>How often a part is begun anew when it is certain that it was not sent.</summary>
    [Range(1, 10)]
    public int Attempts { get; set; } = 3;

    /// <summary>
    /// False takes away every cap below, the warm-up and the rule of the same text, and keeps no account of what was sent.
    /// For simulated windows and tests.
    /// </summary>
    public bool Limited { get; set; } = true;

    /// <summary>Most texts in any 60 minutes.</summary>
    [Range(1, 2_000)]
    public int PerHour { get; set; } = 120;

    /// <summary>Most texts in any 24 hours.</summary>
    [Range(1, 2_000)]
    public int PerDay { get; set; } = 800;

    /// <summary>Most texts to one chat in any 60 minutes.</summary>
    [Range(1, 2_000)]
    public int PerChatPerHour { get; set; } = 30;

    /// <summary>For so many days from the first text the two caps above it grow to their full size. 0: from the start.</summary>
    [Range(0, 90)]
    public int WarmUpDays { get; set; } = 7;

    /// <summary>How much of the two caps the first day of the warm-up has, in percent.</summary>
    [Range(1, 100)]
    public int WarmUpStartPercent { get; set; } = 25;

    /// <summary>
    /// Hours in which no answer is begun, from-until by the PC's clock and zone, as 23:00-07:00. Empty: there are none. They hold
    /// without a server too.
    /// </summary>
    [RegularExpression("^(([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9])?$",
        ErrorMessage = "Agent:Pace:QuietHours is from-until, as 23:00-07:00, or empty.")]
    public string QuietHours { get; set; } = "";

    /// <summary>Most different chats that get one and the same text within the time below. 0: as many as there are.</summary>
    [Range(0, 2_000)]
    public int SameTextChats { get; set; } = 10;

    /// <summary>The time in which chats that got one text are counted.</summary>
    [Range(1, 1_440)]
    public int SameTextMinutes { get; set; } = 60;

    /// <summary>Shorter texts are not compared: a greeting or "please hold on" is the same for everybody.</summary>
    [Range(0, 10_000)]
    public int SameTextLength { get; set; } = 40;

    /// <summary>Texts that many chats may get; * stands for any text. The answers to what everybody asks today belong here.</summary>
    [Required]
    public IList<string> SameTextExceptions { get; set; } = [];
}
