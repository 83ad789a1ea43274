using System.Text;

namespace WeChatPlatform.Ai.Guard;

/// <summary>Compares models and numbers however they are joined: DC-120K, DC120K and DC 120K are one.</summary>
internal static class Codes
{
    private const int FewestOrderDigits = 6;
    private const char Joint = '·';

    /// <summary>
    /// The Latin letters and digits of a text in capitals, with a joint where the text had a hyphen, a space or the like, and a bar where
    /// anything else stood.
    /// </summary>
    public static string Compact(GuardText text)
    {
        var compact = new StringBuilder(text.Length).Append('|');
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (char.IsAsciiLetterOrDigit(character))
            {
                compact.Append(char.ToUpperInvariant(character));
            }
            else if (compact[^1] is not ('|' or Joint))
            {
                compact.Append(character is '-' or '_' or ' ' or '.' ? Joint : '|');
            }
            else if (compact[^1] == Joint && character is not ('-' or '_' or ' ' or '.'))
            {
                compact[^1] = '|';
            }
        }

        return compact.Append('|').ToString();
    }

    /// <summary>Does the key stand there as a whole, over any joints?</summary>
    public static bool Has(string compact, string key)
    {
        for (var start = 0; start < compact.Length; start++)
        {
            if ((start == 0 || compact[start - 1] is '|' or Joint) && EndOf(compact, start, key) is var end and > 0
                && (end == compact.Length || compact[end] is '|' or Joint))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsOrderNumber(string key) => key.Count(char.IsAsciiDigit) >= FewestOrderDigits;

    private static int EndOf(string compact, int start, string key)
    {
        var at = start;
        foreach (var character in key)
        {
            at += at > start && compact[at] == Joint ? 1 : 0;
            if (at >= compact.Length || compact[at] != character)
            {
                return 0;
            }

            at++;
        }

        return at;
    }
}
