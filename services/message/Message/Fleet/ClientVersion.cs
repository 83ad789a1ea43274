using System.Text.RegularExpressions;

namespace WeChatPlatform.Message.Fleet;

/// <summary>
/// One version of the WeChat client, as agents name it, and whether it may send. Rows are never taken away: a version that
/// comes back is not new.
/// </summary>
internal sealed partial class ClientVersion
{
    public const int Longest = 64;

    /// <summary>Such as 4.1.10.27.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>The agent that first had it; absent when a person held it before any did.</summary>
    public string? FirstSeenBy { get; init; }

    /// <summary>It came while new versions were held: it needs to pass, or to be released.</summary>
    public bool OnTrial { get; init; }

    /// <summary>When a machine first proved that it can be driven; absent before.</summary>
    public DateTimeOffset? PassedAt { get; init; }

    /// <summary>The agent that proved it.</summary>
    public string? PassedBy { get; init; }

    /// <summary>How: <see cref="BySelfCheck"/> or <see cref="BySend"/>.</summary>
    public string? PassedHow { get; init; }

    /// <summary>Since when a person holds it; absent when nobody does.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    public string? HeldBy { get; init; }

    public string? HoldReason { get; init; }

    /// <summary>When a person last released it; absent before, and while it is held again.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    public string? ReleasedBy { get; init; }

    /// <summary>A self-check with a test send.</summary>
    public const string BySelfCheck = "self_check";

    /// <summary>An answer to a customer that was seen in its chat.</summary>
    public const string BySend = "verified_send";

    /// <summary>Whether it is written as a version is: what agents say ends up in paths and tables.</summary>
    public static bool IsName(string? text) => text is { Length: <= Longest } && Names().IsMatch(text);

    [GeneratedRegex("^[0-9A-Za-z][0-9A-Za-z._-]*\\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Names();
}
