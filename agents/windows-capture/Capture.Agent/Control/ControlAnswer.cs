using System.Globalization;
using System.Text;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>An answer; the connection ends with it.</summary>
internal sealed record ControlAnswer(int Status, string MediaType, byte[] Body)
{
    /// <summary>Where a browser looks next; absent: nowhere.</summary>
    public string? Location { get; init; }

    /// <summary>What is to be done once the answer is out.</summary>
    public Action? Afterwards { get; init; }

    public static ControlAnswer Text(int status, string text) =>
        new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text + "\n"));

    public static ControlAnswer Page(string html, int status = 200) =>
        new(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));

    public static ControlAnswer Json(byte[] json) => new(200, "application/json; charset=utf-8", json);

    public static ControlAnswer SeeOther(string location) => Text(303, location) with { Location = location };

    public async Task WriteAsync(Stream stream, CancellationToken ct)
    {
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} {Reason}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: {MediaType}\r\nContent-Length: {Body.Length}\r\n")
            .Append("Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n")
            .Append("Referrer-Policy: no-referrer\r\n")
            .Append("Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'\r\n");
        if (Status == 401)
        {
            head.Append("WWW-Authenticate: Bearer\r\n");
        }

        if (Location is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Location: {Location}\r\n");
        }

        head.Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), ct);
        await stream.WriteAsync(Body, ct);
        await stream.FlushAsync(ct);
    }

    private string Reason => Status switch
    {
        200 => "OK",
        303 => "See Other",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        421 => "Misdirected Request",
        _ => "Service Unavailable",
    };
}
