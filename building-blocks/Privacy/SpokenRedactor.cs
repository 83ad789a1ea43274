namespace WeChatPlatform.Privacy;

/// <summary>Redacts what people wrote to each other, as <see cref="PersonalData.RedactSpoken"/> does.</summary>
/// <param name="keep">The company's own phones, mailboxes and addresses, which customers shall be told; empty keeps nothing.</param>
public sealed class SpokenRedactor(IReadOnlyCollection<string> keep)
{
    /// <returns>Absent when the text cannot be searched in time: then nothing of it may be kept.</returns>
    /// <inheritdoc cref="PersonalData.RedactSpoken"/>
    public string? Redact(string text, IReadOnlyCollection<string> names) => PersonalData.RedactSpoken(text, names, keep);

    /// <summary>Whether there is nothing to take out of the text, and no mark of what was.</summary>
    public bool IsClean(string text) => !PersonalData.HoldsMark(text) && Redact(text, []) == text;
}
