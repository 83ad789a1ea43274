using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture;

/// <summary>One agent: one WeChat account on one desktop, and the server it belongs to.</summary>
public sealed class AgentOptions : IValidatableObject
{
    public const string Section = "Agent";

    /// <summary>The platform's address, such as https://support.example.com.</summary>
    public string ServerUrl { get; set; } = "";

    /// <summary>The agent's id, as the server knows it.</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
        ErrorMessage = "Agent:AgentId is missing or malformed: 1 to 64 letters, digits, dots, dashes or underscores.")]
    [Required(ErrorMessage = "Agent:AgentId is missing.")]
    public string AgentId { get; set; } = "";

    /// <summary>The agent's key. Either this or <see cref="ApiKeyFile"/>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A file that holds the key and nothing else; read at every login, so that a key can be replaced.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>Folder of the journal and its key. Only one agent process may use it.</summary>
    [Required(ErrorMessage = "Agent:DataFolder is missing: name a folder that only this agent uses.")]
    public string DataFolder { get; set; } = "";

    /// <summary>OTLP collector (gRPC) that gets the agent's spans, such as http://collector:4317. Absent means that nothing is exported.</summary>
    public string? OtlpEndpoint { get; set; }

    [ValidateObjectMembers]
    public AccountOptions Account { get; set; } = new();

    [ValidateObjectMembers]
    public ScopeOptions Scope { get; set; } = new();

    [ValidateObjectMembers]
    public DesktopOptions Desktop { get; set; } = new();

    [ValidateObjectMembers]
    public PollOptions Poll { get; set; } = new();

    [ValidateObjectMembers]
    public PaceOptions Pace { get; set; } = new();

    [ValidateObjectMembers]
    public JournalOptions Journal { get; set; } = new();

    [ValidateObjectMembers]
    public LinkOptions Link { get; set; } = new();

    [ValidateObjectMembers]
    public StatusPageOptions StatusPage { get; set; } = new();

    /// <summary>The account part of every chat id.</summary>
    internal string AccountId => string.IsNullOrEmpty(Account.Id) ? AgentId : Account.Id;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsHttp(ServerUrl))
        {
            yield return new ValidationResult(
                "Agent:ServerUrl is missing or no http(s) address, such as https://support.example.com.", [nameof(ServerUrl)]);
        }

        if (!string.IsNullOrEmpty(OtlpEndpoint) && !IsHttp(OtlpEndpoint))
        {
            yield return new ValidationResult(
                "Agent:OtlpEndpoint is no http(s) address, such as http://collector:4317.", [nameof(OtlpEndpoint)]);
        }

        if (Desktop.DrivenKind == DesktopKind.Simulated && !IsHttp(Desktop.Url))
        {
            yield return new ValidationResult(
                "Agent:Desktop:Url is missing or no http(s) address, such as http://127.0.0.1:8090.", [nameof(Desktop)]);
        }

        if (Desktop.Kind == DesktopKind.Windows && !OperatingSystem.IsWindows())
        {
            yield return new ValidationResult("Agent:Desktop:Kind is Windows, and this is no Windows.", [nameof(Desktop)]);
        }

        if (string.IsNullOrEmpty(ApiKey) == string.IsNullOrEmpty(ApiKeyFile))
        {
            yield return new ValidationResult(
                "Give either Agent:ApiKey or Agent:ApiKeyFile.", [nameof(ApiKey)]);
        }
        else if (!string.IsNullOrEmpty(ApiKeyFile) && !File.Exists(ApiKeyFile))
        {
            yield return new ValidationResult("Agent:ApiKeyFile names a file that does not exist.", [nameof(ApiKeyFile)]);
        }

        if (!ScopeRule.IsComplete(Scope))
        {
            yield return new ValidationResult(
                "Agent:Scope:Include is empty, so no chat would be read: write Agent__Scope__Include__0=* for all chats, or patterns "
                + "of names such as 'group:*业主群*' and 'private:张*'.", [nameof(Scope)]);
        }

        if (Pace.MaxMilliseconds < Pace.MinMilliseconds)
        {
            yield return new ValidationResult(
                "Agent:Pace:MaxMilliseconds is less than Agent:Pace:MinMilliseconds.", [nameof(Pace)]);
        }
    }

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}

/// <summary>The WeChat account.</summary>
public sealed class AccountOptions
{
    /// <summary>The name that customers in groups put behind an @.</summary>
    [Required(ErrorMessage = "Agent:Account:Nickname is missing: the account's own name in groups.")]
    public string Nickname { get; set; } = "";

    /// <summary>The account's names in groups where it goes by another one, by the group's name.</summary>
    public IDictionary<string, string> Aliases { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Keeps chat ids apart when one agent id served several accounts in turn. Empty: the agent's id.</summary>
    public string? Id { get; set; }

    /// <summary>
    /// Folder of the lock that keeps a second process of this machine from the account; the same for all of them. Absent:
    /// the folder for temporary files, on Windows WeChatPlatform in the common application data.
    /// </summary>
    public string? LockFolder { get; set; }
}

/// <summary>Which kind of window is driven.</summary>
public enum DesktopKind
{
    /// <summary>The simulator, over HTTP.</summary>
    Simulated,

    /// <summary>The WeChat client of this Windows session.</summary>
    Windows,
}

/// <summary>The window to drive.</summary>
public sealed class DesktopOptions
{
    /// <summary>Absent: the real window on Windows, the simulated one elsewhere.</summary>
    public DesktopKind? Kind { get; set; }

    internal DesktopKind DrivenKind => Kind ?? (OperatingSystem.IsWindows() ? DesktopKind.Windows : DesktopKind.Simulated);

    /// <summary>Address of the simulated desktop; needed for that kind only.</summary>
    public string Url { get; set; } = "";

    /// <summary>
    /// Folder of selector profiles (*.json) that replace those of the program with the same name, so that an update of the
    /// client costs a file and no release. Empty: only those of the program.
    /// </summary>
    public string? ProfileFolder { get; set; }

    /// <summary>The key that sends in the real client, as its settings have it: enter or control_enter.</summary>
    [RegularExpression("^(enter|control_enter)$", ErrorMessage = "Agent:Desktop:SendKey is enter or control_enter.")]
    public string SendKey { get; set; } = "enter";

    /// <summary>A window that takes longer than this to answer counts as unavailable.</summary>
    [Range(1, 120)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Largest image or file that is saved from the window for the server, in kibibytes. 0 saves none.</summary>
    [Range(0, 1_048_576)]
    public int MaxAttachmentKibibytes { get; set; } = 10_240;
}

/// <summary>How often the window is looked at.</summary>
public sealed class PollOptions
{
    /// <summary>Pause between two looks while messages come and go. Absent: 700 for a real window, 300 for a simulated one.</summary>
    [Range(20, 10_000)]
    public int? ActiveMilliseconds { get; set; }

    /// <summary>The pause grows to this while nothing happens. Absent: 2000 for a real window, 600 for a simulated one.</summary>
    [Range(20, 60_000)]
    public int? IdleMilliseconds { get; set; }

    /// <summary>And to this when nothing happened for two minutes. Absent: 5000 for a real window, as above for a simulated one.</summary>
    [Range(20, 60_000)]
    public int? QuietMilliseconds { get; set; }

    /// <summary>
    /// The agent's own share of one processor core, in percent, above which it looks less often while nothing happens. 0: no
    /// limit. Absent: 5 for a real window, no limit for a simulated one.
    /// </summary>
    [Range(0, 100)]
    public int? CpuPercent { get; set; }

    /// <summary>Pause between two readings of a list that must come out the same before it is believed.</summary>
    [Range(1, 5_000)]
    public int SettleMilliseconds { get; set; } = 60;

    /// <summary>How many rows of a chat are remembered to recognise it by.</summary>
    [Range(20, 500)]
    public int KnownRows { get; set; } = 60;
}

/// <summary>How answers are typed.</summary>
public sealed class PaceOptions
{
    /// <summary>Shortest pause before a part is typed.</summary>
    [Range(0, 60_000)]
    public int MinMilliseconds { get; set; } = 200;

    /// <summary>Longest pause before a part is typed.</summary>
    [Range(0, 60_000)]
    public int MaxMilliseconds { get; set; } = 400;

    /// <summary>How long a person who is typing in the input box is waited for.</summary>
    [Range(0, 300)]
    public int InputWaitSeconds { get; set; } = 5;

    /// <summary>How long a sent text may take to appear in the chat.</summary>
    [Range(1, 120)]
    public int ReadBackSeconds { get; set; } = 5;

    /// <summary>How often a part is begun anew when it is certain that it was not sent.</summary>
    [Range(1, 10)]
    public int Attempts { get; set; } = 3;
}

/// <summary>Bounds of what the agent keeps.</summary>
public sealed class JournalOptions
{
    /// <summary>Most messages that wait for the server; the oldest gives way, and counts as a gap.</summary>
    [Range(1, 100_000)]
    public int QueueLimit { get; set; } = 1_000;

    /// <summary>How many finished decisions are remembered, so that a repeated one is not typed again.</summary>
    [Range(100, 100_000)]
    public int DoneLimit { get; set; } = 5_000;

    /// <summary>How many messages that the server refused are kept with their reason.</summary>
    [Range(0, 10_000)]
    public int SetAsideLimit { get; set; } = 200;

    /// <summary>Most gaps that wait for the server's acknowledgement; the oldest gives way and stays in the count.</summary>
    [Range(1, 100_000)]
    public int GapLimit { get; set; } = 1_000;
}

/// <summary>The connection to the server.</summary>
public sealed class LinkOptions
{
    [Range(1, 3_600)]
    public int HeartbeatSeconds { get; set; } = 30;

    [Range(1, 300)]
    public int TimeoutSeconds { get; set; } = 15;

    /// <summary>Longest the upload of an image or file may take.</summary>
    [Range(1, 3_600)]
    public int AttachmentSeconds { get; set; } = 120;

    /// <summary>
    /// How long an agent that was restarted asks for its account when the server says that another process has it: that
    /// may be its own dead predecessor. An agent with a new journal does not ask again.
    /// </summary>
    [Range(0, 600)]
    public int LeaseWaitSeconds { get; set; } = 45;

    /// <summary>First pause after a failure; it doubles with every further one.</summary>
    [Range(10, 60_000)]
    public int FirstRetryMilliseconds { get; set; } = 500;

    /// <summary>Longest pause after failures.</summary>
    [Range(10, 600_000)]
    public int LongestRetryMilliseconds { get; set; } = 30_000;
}

[OptionsValidator]
internal sealed partial class AgentOptionsValidator : IValidateOptions<AgentOptions>;
