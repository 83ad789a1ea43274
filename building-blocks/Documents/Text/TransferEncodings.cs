using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents;

/// <summary>How mail writes bytes as letters (RFC 2045). What is not written rightly is taken as it is.</summary>
internal static class TransferEncodings
{
    public static byte[] FromBase64(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '+' or '/')
            {
                letters.Append(character);
            }
        }

        var whole = letters.ToString(0, letters.Length - (letters.Length % 4 == 1 ? 1 : 0));
        return Convert.FromBase64String(whole.PadRight((whole.Length + 3) / 4 * 4, '='));
    }

    public static byte[] FromQuotedPrintable(string text, bool underscoreIsBlank = false)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else if (text[i] == '=' && i + 1 < text.Length && text[i + 1] is '\n' or '\r')
            {
                i += text[i + 1] == '\r' && i + 2 < text.Length && text[i + 2] == '\n' ? 2 : 1;
            }
            else
            {
                bytes.Add(text[i] == '_' && underscoreIsBlank ? (byte)' ' : (byte)text[i]);
            }
        }

        return [.. bytes];
    }
}

/// <summary>Words of another alphabet in a header (RFC 2047): =?UTF-8?B?...?=</summary>
internal static partial class EncodedWords
{
    public static string Decode(string header)
    {
        var raw = TextDecoding.Decode(Encoding.Latin1.GetBytes(header))?.Text ?? header;
        return Word().Replace(Between().Replace(raw, "?==?"), match =>
        {
            var letters = match.Groups["text"].Value;
            var bytes = match.Groups["how"].Value is "B" or "b"
                ? TransferEncodings.FromBase64(letters)
                : TransferEncodings.FromQuotedPrintable(letters, underscoreIsBlank: true);
            return (TextDecoding.Named(match.Groups["charset"].Value) ?? Encoding.UTF8).GetString(bytes);
        });
    }

    [GeneratedRegex("=\\?(?<charset>[A-Za-z0-9_-]{2,30})(?:\\*[a-zA-Z-]+)?\\?(?<how>[BbQq])\\?(?<text>[^?]*)\\?=", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();

    [GeneratedRegex("\\?=\\s+=\\?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Between();
}
