namespace WeChatPlatform.Contracts;

/// <summary>One earlier line of a conversation, as context for a model.</summary>
/// <remarks><paramref name="Role"/> is customer or assistant.</remarks>
public sealed record ChatLine(string Role, string Text);
