namespace WeChatPlatform.Privacy;

/// <summary>Redacts the texts of one document or one list, and counts what it took out.</summary>
/// <param name="keep">The company's own phones, mailboxes and addresses, which customers shall be told; empty keeps nothing.</param>
public sealed class Redactor(IReadOnlyCollection<string> keep)
{
    /// <summary>How many finds were replaced so far.</summary>
    public int Count { get; private set; }

    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">The text cannot be searched in time. It must not be kept then.</exception>
    public string Redact(string text)
    {
        var (redacted, count) = PersonalData.Redact(text, keep);
        Count += count;
        return redacted;
    }

    /// <summary>A value of a column, read with the column's name: 电话 makes a phone of eight digits.</summary>
    /// <inheritdoc cref="Redact"/>
    public string RedactIn(string column, string value)
    {
        var (before, label) = (Count, column + ":");
        var redacted = Redact(label + value);
        if (redacted.StartsWith(label, StringComparison.Ordinal))
        {
            return redacted[label.Length..];
        }

        Count = before;
        return Redact(value);
    }
}
