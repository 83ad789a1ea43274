namespace WeChatPlatform.Contracts;

/// <summary>What the ERP mirror knows for a turn; empty when nothing fits. Published by erp-sync; read by message.</summary>
public sealed record ErpFactsFound(Guid TurnId, IReadOnlyList<Evidence> Facts, DateTimeOffset At);
