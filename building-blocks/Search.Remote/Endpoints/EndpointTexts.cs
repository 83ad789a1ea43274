using System.Security.Cryptography;
using System.Text;

namespace WeChatPlatform.Search.Remote;

internal static class EndpointTexts
{
    /// <summary>The beginning of a text; a pair of surrogates is not cut in two.</summary>
    public static string Beginning(string text, int characters) =>
        text.Length <= characters ? text : text[..(char.IsHighSurrogate(text[characters - 1]) ? characters - 1 : characters)];

    public static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
