namespace WeChatPlatform.Gateway.Users;

/// <summary>Somebody who logs in to the console.</summary>
internal sealed class ConsoleUser
{
    public Guid Id { get; init; }

    public required string Username { get; init; }

    public required string PasswordHash { get; set; }

    /// <summary>admin, operator or viewer.</summary>
    public required string Role { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastLoginAt { get; set; }
}
