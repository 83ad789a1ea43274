using System.Text;

namespace WeChatPlatform.Capture.Greetings;

/// <summary>
/// When two texts are the same greeting: apart from case, full and half width, white space, and marks at the end. The server
/// has the same rule (GreetingText of the message service) and checks each answer by it; a test holds the two together.
/// </summary>
internal static class GreetingText
{
    private const string Marks = ".。!~…,，、；;?";
    private const char FirstFullWidth = '\uff01';
    private const char LastFullWidth = '\uff5e';
    private const int ToHalfWidth = '\uff01' - '!';

    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter))
            {
                plain.Append(char.ToLowerInvariant(
                    letter is >= FirstFullWidth and <= LastFullWidth ? (char)(letter - ToHalfWidth) : letter));
            }
        }

        var end = plain.Length;
        while (end > 0 && Marks.Contains(plain[end - 1], StringComparison.Ordinal))
        {
            end--;
        }

        return plain.ToString(0, end);
    }
}
