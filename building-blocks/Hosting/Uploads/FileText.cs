using System.Text;

namespace WeChatPlatform.Hosting;

/// <summary>The text of a file. Spreadsheets on Chinese Windows save GB18030 without saying so.</summary>
public static class FileText
{
    /// <summary>Absent when the bytes are text in neither encoding.</summary>
    public static string? Decode(byte[] content) =>
        Decode(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true))
        ?? Decode(content, CodePagesEncodingProvider.Instance.GetEncoding(
            "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!);

    private static string? Decode(byte[] content, Encoding encoding)
    {
        try
        {
            var text = encoding.GetString(content).TrimStart('\uFEFF');

            // PostgreSQL refuses NUL in text, and no text file has one.
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
