namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>A version as the API tells it; the text is absent in lists.</summary>
internal sealed record PromptView(
    Guid Id, string Name, string Kind, string AgentId, string Intent, int Version, string State, string? Text, string? Note,
    string? CopyOf, int Revision, DateTimeOffset ChangedAt, string ChangedBy, DateTimeOffset? PublishedAt, string? PublishedBy,
    DateTimeOffset? RetiredAt)
{
    public static PromptView Of(PromptVersion row, bool withText = true) => new(
        row.Id, row.Name, row.Kind, row.AgentId, row.Intent, row.Version, row.State, withText ? row.Text : null, row.Note,
        row.CopyOf is { } copied ? $"{row.Kind}-{copied}" : null, row.Revision, row.ChangedAt, row.ChangedBy, row.PublishedAt,
        row.PublishedBy, row.RetiredAt);
}
