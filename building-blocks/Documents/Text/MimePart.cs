using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>A part of a message: its headers and its body, in which each character is one byte.</summary>
internal sealed class MimePart
{
    private readonly Dictionary<string, StringBuilder> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _body;
    private readonly string? _boundary;

    private MimePart(string raw)
    {
        var at = 0;
        StringBuilder? last = null;
        while (at < raw.Length)
        {
            var end = raw.IndexOf('\n', at);
            var line = raw[at..(end < 0 ? raw.Length : end)].TrimEnd('\r');
            at = end < 0 ? raw.Length : end + 1;
            if (line.Length == 0)
            {
                break;
            }

            if (line[0] is ' ' or '\t' && last is not null)
            {
                last.Append(' ').Append(line.AsSpan().Trim());
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                last = new StringBuilder(line[(colon + 1)..].Trim());
                _headers[line[..colon].Trim()] = last;
            }
        }

        _body = raw[at..];
        var type = Header("content-type");
        MediaType = type.Length == 0 ? "text/plain" : type.Split(';')[0].Trim().ToLowerInvariant();
        _boundary = Parameter(type, "boundary");
    }

    public string MediaType { get; }

    public bool IsMultipart => MediaType.StartsWith("multipart/", StringComparison.Ordinal) && _boundary is { Length: > 0 };

    public bool IsAttachment => Header("content-disposition").StartsWith("attachment", StringComparison.OrdinalIgnoreCase);

    public static MimePart Parse(string raw) => new(raw);

    public string Header(string name) => _headers.GetValueOrDefault(name)?.ToString() ?? "";

    public IEnumerable<MimePart> Parts()
    {
        var mark = "--" + _boundary;
        var part = (StringBuilder?)null;
        foreach (var line in _body.Split('\n'))
        {
            if (!line.StartsWith(mark, StringComparison.Ordinal))
            {
                part?.Append(line).Append('\n');
                continue;
            }

            if (part is not null)
            {
                yield return Parse(part.ToString());
            }

            if (line.AsSpan(mark.Length).StartsWith("--"))
            {
                yield break;
            }

            part = new StringBuilder();
        }

        if (part is { Length: > 0 })
        {
            yield return Parse(part.ToString());
        }
    }

    /// <summary>The body as text, by the encoding that the part names, or else by the one that it looks like.</summary>
    public string Text()
    {
        var bytes = Bytes();
        var named = Parameter(Header("content-type"), "charset") is { } charset ? TextDecoding.Named(charset) : null;
        return named is not null and not ASCIIEncoding
            ? named.GetString(bytes)
            : TextDecoding.Decode(bytes)?.Text ?? Encoding.Latin1.GetString(bytes);
    }

    public string BodyAsMessage() => Encoding.Latin1.GetString(Bytes());

    private byte[] Bytes() => Header("content-transfer-encoding").Trim().ToLowerInvariant() switch
    {
        "base64" => TransferEncodings.FromBase64(_body),
        "quoted-printable" => TransferEncodings.FromQuotedPrintable(_body),
        _ => Encoding.Latin1.GetBytes(_body),
    };

    private static string? Parameter(string header, string name)
    {
        foreach (var piece in header.Split(';').Skip(1))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && piece[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return piece[(equals + 1)..].Trim().Trim('"');
            }
        }

        return null;
    }
}
