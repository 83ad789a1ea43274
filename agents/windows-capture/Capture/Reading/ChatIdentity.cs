using System.Security.Cryptography;
using System.Text;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>The id of a chat on the wire. A window knows only names, so the name is what it is made of.</summary>
internal static class ChatIdentity
{
    private const int HexDigits = 20;

    public static string Of(string account, ChatKey chat)
    {
        var source = $"{account}\n{(chat.IsGroup ? "group" : "private")}\n{chat.Name}";
        return "c_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..HexDigits];
    }
}
