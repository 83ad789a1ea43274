using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WeChatPlatform.Edge.Tests;

/// <summary>A token written by hand, so that a test may lie in any part of it.</summary>
internal sealed record ForgedToken
{
    public string Algorithm { get; init; } = "HS256";

    public string Issuer { get; init; } = "wechat-platform";

    public string Audience { get; init; } = "wechat-platform";

    public string Key { get; init; } = EdgeHost.SigningKey;

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>When it says it was made; the beginning of its time unless a test lies.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>False leaves the claims out that say when it begins and when it was made.</summary>
    public bool SaysWhen { get; init; } = true;

    /// <summary>The key that the header names; absent names none.</summary>
    public string? KeyId { get; init; }

    /// <summary>An extension that the header calls critical.</summary>
    public string? Critical { get; init; }

    public bool Signed { get; init; } = true;

    public static ForgedToken ValidAt(DateTimeOffset now) => new() { From = now, To = now.AddHours(1) };

    public override string ToString()
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = "agent-1",
            ["kind"] = "agent",
            ["iss"] = Issuer,
            ["aud"] = Audience,
        };
        if (SaysWhen)
        {
            claims["nbf"] = From.ToUnixTimeSeconds();
            claims["iat"] = (IssuedAt ?? From).ToUnixTimeSeconds();
        }

        if (To is { } end)
        {
            claims["exp"] = end.ToUnixTimeSeconds();
        }

        var header = new Dictionary<string, object> { ["alg"] = Algorithm, ["typ"] = "JWT" };
        if (KeyId is not null)
        {
            header["kid"] = KeyId;
        }

        if (Critical is not null)
        {
            header["crit"] = new[] { Critical };
        }

        var content = Part(header) + "." + Part(claims);
        var (key, text) = (Encoding.UTF8.GetBytes(Key), Encoding.ASCII.GetBytes(content));

        // Signed truly, so that nothing but the rule about algorithms can refuse it.
        var signature = Algorithm == "HS384" ? HMACSHA384.HashData(key, text) : HMACSHA256.HashData(key, text);
        return content + "." + (Signed ? Base64Url.EncodeToString(signature) : "");
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
