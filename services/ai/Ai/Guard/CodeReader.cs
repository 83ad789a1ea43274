using System.Text;

namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Models, article, order, fault and parcel numbers: Latin letters and digits in one word (DC-120K, E03, IP65, SF1234567890), and words
/// of letters that the text calls a model. A number with its unit (7kW) is none.
/// </summary>
internal static class CodeReader
{
    private static readonly string[] Callings = ["型号", "型号是", "型号为", "型号:", "款号", "货号", "编号", "微信号", "口令", "券码", "兑换码"];

    private static readonly string[] Currencies = ["RMB", "CNY", "USD", "HKD", "EUR", "JPY", "GBP"];

    public static Claim? TryRead(GuardText text, int at)
    {
        if (!char.IsAsciiLetterOrDigit(text[at]) || char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '¥' or '$')
        {
            return null;
        }

        var end = at;
        while (char.IsAsciiLetterOrDigit(text[end]) || (text[end] is '-' or '_' or '.' && char.IsAsciiLetterOrDigit(text[end + 1])))
        {
            end++;
        }

        var written = text.Text[at..end];
        var isCode = char.IsAsciiLetter(written[0])
            ? (written.AsSpan().ContainsAnyInRange('0', '9') && !IsMoney(written)) || IsCalled(text, at, written)
            : HasLetter(written) && !IsQuantity(text, at, end);
        return isCode ? new Claim(ClaimKind.Code, "", at, end) { Key = Key(written) } : null;
    }

    public static string Key(string written)
    {
        var key = new StringBuilder(written.Length);
        foreach (var character in written)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                key.Append(char.ToUpperInvariant(character));
            }
        }

        return key.ToString();
    }

    private static bool IsMoney(string written) =>
        Currencies.Any(currency => written.StartsWith(currency, StringComparison.OrdinalIgnoreCase)
            && written.Length > currency.Length && char.IsAsciiDigit(written[currency.Length]));

    private static bool HasLetter(string written) => written.Any(char.IsAsciiLetter);

    // 7kW-11kW and 10x20 are; 6204-2RS is none.
    private static bool IsQuantity(GuardText text, int at, int end)
    {
        while (at < end)
        {
            if (!Numeral.TryRead(text, at, out var number))
            {
                return false;
            }

            at = number.End;
            at += Units.All.TryMatch(text, at, out var unit, out _) ? unit.Length : IsThousand(text, at) ? 1 : 0;
            if (at < end && text[at] is not ('-' or 'x' or 'X'))
            {
                return false;
            }

            at++;
        }

        return true;
    }

    private static bool IsThousand(GuardText text, int at) => text[at] is 'k' or 'K' or 'w' or 'W' && text[at + 1] is '元' or '块';

    // In an answer that says "the model is ABC" the word is a claim without any digit.
    private static bool IsCalled(GuardText text, int at, string written) =>
        written.Length >= 2
        && Callings.Any(calling => text.EndsAt(at, calling));
}
