using System.Buffers;
using System.Text;

namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Phones however they are grouped: mobiles, 400 and 800 numbers, numbers with an area code, and any number of five digits or more
/// that the words before it call a phone (95588, 10086).
/// </summary>
internal static class PhoneReader
{
    private static readonly string[] Callings =
        ["电话", "热线", "拨打", "致电", "手机", "座机", "来电", "联系方式", "专线", "服务号", "QQ", "qq", "call", "Call", "phone", "Phone", "hotline", "tel", "Tel"];

    private const int FewestDigits = 5;
    private const int MostDigits = 15;
    private const int CallingDistance = 12;

    private static readonly SearchValues<char> Separators = SearchValues.Create("- ()");

    public static Claim? TryRead(GuardText text, int at)
    {
        var first = text[at];
        if (!(char.IsAsciiDigit(first) || Numeral.Digit(first) >= 0 || first is '+' or '(')
            || char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '-' or '¥' or '$' || Numeral.Digit(text[at - 1]) >= 0)
        {
            return null;
        }

        var digits = new StringBuilder();
        var end = at;
        for (var next = at; next < text.Length && digits.Length <= MostDigits; next++)
        {
            var digit = char.IsAsciiDigit(text[next]) ? text[next] - '0' : Numeral.Digit(text[next]);
            if (digit >= 0)
            {
                digits.Append((char)('0' + digit));
                end = next + 1;
                if (IsPhone(digits.ToString()) && !IsDigitAfter(text, end))
                {
                    break;
                }
            }
            else if (!(Separators.Contains(text[next]) || (next == at && text[next] == '+')) || (next > at && Separators.Contains(text[next - 1]) && text[next] != '('))
            {
                break;
            }
        }

        var number = digits.ToString();
        if (char.IsAsciiLetter(text[end]) || text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            return null;
        }

        return IsPhone(number) || (number.Length is >= FewestDigits and <= MostDigits && IsCalled(text, at))
            ? new Claim(ClaimKind.Phone, "", at, end) { Key = Key(number) }
            : null;
    }

    /// <summary>Without the country's code.</summary>
    private static string Key(string number) =>
        number.Length > 11 && number.StartsWith("86", StringComparison.Ordinal) ? number[2..]
        : number.Length > 13 && number.StartsWith("0086", StringComparison.Ordinal) ? number[4..]
        : number;

    private static bool IsPhone(string number)
    {
        var key = Key(number);
        return key.Length switch
        {
            10 => key.StartsWith("400", StringComparison.Ordinal) || key.StartsWith("800", StringComparison.Ordinal) || IsLandline(key),
            11 => (key[0] == '1' && key[1] >= '3') || IsLandline(key),
            12 => IsLandline(key),
            _ => false,
        };
    }

    private static bool IsLandline(string key) => key[0] == '0' && key[1] is >= '1' and <= '9';

    private static bool IsDigitAfter(GuardText text, int end) => char.IsAsciiDigit(text[end]) || Numeral.Digit(text[end]) >= 0;

    private static bool IsCalled(GuardText text, int at)
    {
        var before = text.Before(at, CallingDistance);
        foreach (var calling in Callings)
        {
            if (before.IndexOf(calling, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
