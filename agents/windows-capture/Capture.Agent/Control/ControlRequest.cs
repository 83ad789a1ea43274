using System.Text;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>
/// One request of HTTP/1.1, as far as this endpoint needs it: no more than some kilobytes, and nothing that two readers
/// could read differently.
/// </summary>
/// <remarks><paramref name="Token"/> comes from the header Authorization or from the form's field.</remarks>
internal sealed record ControlRequest(string Method, string Path, string? Host, string? Origin, string? Token, bool IsForm)
{
    private const int LargestHead = 8 * 1024;
    private const int LargestBody = 1024;
    private const string Form = "application/x-www-form-urlencoded";
    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    /// <returns>Null when it is no such request, too large, or the caller went away.</returns>
    public static async Task<ControlRequest?> ReadAsync(Stream stream, CancellationToken ct)
    {
        var buffer = new byte[LargestHead + LargestBody];
        var length = 0;
        int end;
        while ((end = buffer.AsSpan(0, length).IndexOf(HeadEnd)) < 0)
        {
            var read = length >= LargestHead ? 0 : await stream.ReadAsync(buffer.AsMemory(length, LargestHead - length), ct);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        var lines = Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
        if (lines[0].Split(' ') is not [var method, ['/', ..] target, "HTTP/1.1"] || Headers(lines) is not { } headers)
        {
            return null;
        }

        var bodyStart = end + HeadEnd.Length;
        if (!TryLength(headers, out var bodyLength) || bodyLength > LargestBody)
        {
            return null;
        }

        while (length < bodyStart + bodyLength)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length, bodyStart + bodyLength - length), ct);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        var isForm = headers.GetValueOrDefault("content-type")?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) == true;
        var body = Encoding.UTF8.GetString(buffer, bodyStart, bodyLength);
        return new ControlRequest(
            method,
            target.Split('?')[0],
            headers.GetValueOrDefault("host"),
            headers.GetValueOrDefault("origin"),
            Bearer(headers) ?? (isForm ? Field(body, "token") : null),
            isForm);
    }

    // A name that comes twice is one that somebody else might read differently.
    private static Dictionary<string, string>? Headers(string[] lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(' ', '\t') || !headers.TryAdd(line[..colon], line[(colon + 1)..].Trim()))
            {
                return null;
            }
        }

        return headers;
    }

    private static bool TryLength(Dictionary<string, string> headers, out int length)
    {
        length = 0;
        return !headers.ContainsKey("transfer-encoding")
            && (!headers.TryGetValue("content-length", out var text)
                || int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out length));
    }

    private static string? Bearer(Dictionary<string, string> headers)
    {
        const string scheme = "Bearer ";
        return headers.GetValueOrDefault("authorization") is { } value && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? value[scheme.Length..].Trim()
            : null;
    }

    private static string? Field(string body, string name) => body.Split('&')
        .Select(pair => pair.Split('=', 2))
        .Where(pair => pair is [var key, _] && key == name)
        .Select(pair => Uri.UnescapeDataString(pair[1]).Trim())
        .FirstOrDefault();
}
