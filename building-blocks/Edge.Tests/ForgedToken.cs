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
            ["nbf"] = From.ToUnixTimeSeconds(),
        };
        if (To is { } end)
        {
            claims["exp"] = end.ToUnixTimeSeconds();
        }

        var content = Part(new { alg = Algorithm, typ = "JWT" }) + "." + Part(claims);
        var (key, text) = (Encoding.UTF8.GetBytes(Key), Encoding.ASCII.GetBytes(content));

        // Signed truly, so that nothing but the rule about algorithms can refuse it.
        var signature = Algorithm == "HS384" ? HMACSHA384.HashData(key, text) : HMACSHA256.HashData(key, text);
        return content + "." + (Signed ? Base64Url.EncodeToString(signature) : "");
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
