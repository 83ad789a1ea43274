using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Gateway.Login;

/// <summary>After how many wrong logins somebody waits, and how long. A success starts the count anew.</summary>
public sealed class LockoutOptions
{
    /// <summary>Wrong logins of one account from one address before that address waits for that account.</summary>
    [Range(1, 1_000)]
    public int FailuresPerAccountAndAddress { get; set; } = 5;

    /// <summary>Wrong logins from one address, for any accounts, before the address waits for all.</summary>
    [Range(1, 100_000)]
    public int FailuresPerAddress { get; set; } = 50;

    /// <summary>
    /// Wrong logins of one account from anywhere before addresses wait from which it did not log in of late. Addresses from
    /// which it did are not held up by strangers.
    /// </summary>
    [Range(1, 100_000)]
    public int FailuresPerAccount { get; set; } = 100;

    /// <summary>The first wait, in seconds; it doubles with each further wrong login.</summary>
    [Range(1, 3_600)]
    public int FirstSeconds { get; set; } = 30;

    /// <summary>The longest wait, in seconds.</summary>
    [Range(1, 86_400)]
    public int LongestSeconds { get; set; } = 900;

    /// <summary>Wrong logins are forgotten after so many minutes without another one.</summary>
    [Range(1, 10_080)]
    public int ForgetMinutes { get; set; } = 60;

    /// <summary>For how many days an address counts as one from which an account logs in.</summary>
    [Range(1, 365)]
    public int KnownAddressDays { get; set; } = 30;
}
