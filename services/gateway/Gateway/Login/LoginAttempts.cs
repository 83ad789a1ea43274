namespace WeChatPlatform.Gateway.Login;

/// <summary>
/// Wrong logins of one account from one address, of one address for any account (<see cref="Account"/> is empty), or of one
/// account from anywhere (<see cref="Address"/> is empty). Only the last hour counts; old rows are deleted.
/// </summary>
internal sealed class LoginAttempts
{
    /// <summary>Hash of the name that was claimed, whether it exists or not: people type passwords there by mistake.</summary>
    public required string Account { get; init; }

    /// <summary>The client's network, as the edge names it.</summary>
    public required string Address { get; init; }

    public int Failures { get; set; }

    public DateTimeOffset LastAt { get; set; }

    /// <summary>Absent: the account never logged in from this address, or long ago.</summary>
    public DateTimeOffset? SucceededAt { get; set; }
}
