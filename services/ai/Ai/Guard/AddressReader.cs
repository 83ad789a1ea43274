using System.Buffers;

namespace WeChatPlatform.Ai.Guard;

/// <summary>URLs, with or without their scheme, and mail addresses.</summary>
internal static class AddressReader
{
    private static readonly SearchValues<char> AddressCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&'+,;=%");

    private static readonly SearchValues<char> Figures = SearchValues.Create("0123456789.,");

    private static readonly HashSet<string> TopLevels =
        [.. ("com cn net org top shop vip io cc co xyz me info tech app store site online link club edu gov ai tv hk tw jp uk us de fr "
            + "ru wang biz pro ltd group fun live cloud work mobi asia win ink red love plus run kim").Split(' ')];

    public static Claim? TryRead(GuardText text, int at)
    {
        if (!char.IsAsciiLetterOrDigit(text[at]) || IsInside(text[at - 1]))
        {
            return null;
        }

        var end = at;
        while (end < text.Length && AddressCharacters.Contains(text[end]))
        {
            end++;
        }

        while (end > at && text[end - 1] is '.' or ',' or ';' or '!' or '?' or ':' or '\'' or '-')
        {
            end--;
        }

        var written = text.Text[at..end];
        var key = Key(written);
        return IsAddress(key, written) ? new Claim(ClaimKind.Url, "", at, end) { Key = key } : null;
    }

    private static bool IsInside(char before) => char.IsAsciiLetterOrDigit(before) || before is '.' or '/' or '@' or '-';

    private static string Key(string written)
    {
        var scheme = written.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme is > 0 and < 10 ? written[(scheme + 3)..] : written;
        rest = rest.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? rest[7..] : rest;
        rest = rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? rest[4..] : rest;
        var path = rest.AsSpan().IndexOfAny('/', '?', '#');
        return (path < 0 ? rest.ToLowerInvariant() : rest[..path].ToLowerInvariant() + rest[path..]).TrimEnd('/');
    }

    private static bool IsAddress(string key, string written)
    {
        if (written.Contains("://", StringComparison.Ordinal) || written.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
        {
            return key.Length > 1;
        }

        var host = key.AsSpan();
        host = host[(host.IndexOf('@') + 1)..];
        var end = host.IndexOfAny("/?#:");
        host = end < 0 ? host : host[..end];
        var dot = host.LastIndexOf('.');
        return dot > 0 && TopLevels.Contains(host[(dot + 1)..].ToString()) && host[..dot].ContainsAnyExcept(Figures);
    }
}
