namespace WeChatPlatform.Contracts;

/// <summary>The customer behind a turn is known. Published by customer; read by message.</summary>
/// <remarks>
/// <paramref name="Code"/> is K0001, K0002, ...; <paramref name="Grade"/> is white, gray or black.
/// </remarks>
public sealed record CustomerIdentified(
    Guid TurnId,
    Guid CustomerId,
    string Code,
    string DisplayName,
    string Grade,
    DateTimeOffset At);
