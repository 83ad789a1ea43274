using System.Text.RegularExpressions;

namespace WeChatPlatform.Privacy;

/// <summary>Numbers that lead to a person, the longest kind first: the end of a card number looks like a phone.</summary>
internal static partial class PersonalNumbers
{
    private const string Province = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)";
    private const string Day = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])";

    public static IEnumerable<PersonalFind> TakeFrom(PlainText text) =>
    [
        .. text.Take(IdCard(), PersonalData.IdCard),
        .. text.Take(PaperByWord(), PersonalData.IdCard),
        .. text.Take(AccountByWord(), PersonalData.BankCard),
        .. text.Take(Card(), PersonalData.BankCard, IsCard),
        .. text.Take(Mobile(), PersonalData.Phone),
        .. text.Take(International(), PersonalData.Phone),
        .. text.Take(Landline(), PersonalData.Phone),
        .. text.Take(PhoneByWord(), PersonalData.Phone),
    ];

    /// <summary>Numbers of one customer's order, parcel or device: in a document they are an example, in a message they are somebody's.</summary>
    public static IEnumerable<PersonalFind> TakeReferences(PlainText text) => text.Take(LongNumber(), PersonalData.Reference);

    /// <summary>
    /// The check digit holds; or it begins as cards of UnionPay do and has their length: a card number with a slip of the finger is one
    /// still. Order numbers pass, but for one in ten of those that begin with 3 to 6 and have a card's length.
    /// </summary>
    internal static bool IsCard(string written)
    {
        var digits = written.Where(char.IsAsciiDigit).Select(character => character - '0').ToList();
        return digits.Count is >= 13 and <= 19
            && (HasCheckDigit(digits) || (digits is [6, 2, ..] && digits.Count is 16 or 19));
    }

    private static bool HasCheckDigit(List<int> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Count; i++)
        {
            var value = digits[^(i + 1)] * ((i % 2) + 1);
            sum += value > 9 ? value - 9 : value;
        }

        return sum % 10 == 0;
    }

    [GeneratedRegex(
        $"(?<![0-9])(?:{Province}[0-9]{{4}}[ -]?(?:18|19|20)[0-9]{{2}}{Day}[ -]?[0-9]{{3}}[0-9Xx]|{Province}[0-9]{{6}}{Day}[0-9]{{3}})(?![0-9Xx])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IdCard();

    [GeneratedRegex(
        "(?:护照|護照|通行证|通行證|台胞证|台胞證|回乡证|身份证|身份證|证件|passport)(?:号码|号|號碼|號|是|为|no\\.?|:| ){0,4}(?<n>[A-Za-z]{0,2}[0-9]{6,18}[Xx]?)(?![0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PaperByWord();

    [GeneratedRegex(
        "(?:卡号|卡號|银行卡|銀行卡|信用卡|储蓄卡|借记卡|账号|帐号|账户|賬號|帳號)(?:号码|号|尾号|是|为|:| ){0,4}(?<n>[0-9](?:[ -]?[0-9]){7,29})(?![0-9])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AccountByWord();

    /// <summary>The digits behind a point are a fraction, unless they begin as cards of UnionPay do.</summary>
    [GeneratedRegex(
        "(?<![0-9])(?:(?<![0-9]\\.)|(?=62))(?:[3-6][0-9]{3}(?:[ -]?[0-9]{4}){2}(?:[ -]?[0-9]{1,4}){1,2}|3[0-9]{3}[ -]?[0-9]{6}[ -]?[0-9]{5})(?![0-9])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Card();

    [GeneratedRegex(
        "(?<![0-9])(?:(?:\\+|00)?86[ .-]?)?(?:1[3-9][0-9][ .-]?[0-9]{4}[ .-]?[0-9]{4}|1[3-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{4}|1[3-9][0-9][ .-][0-9]{3}[ .-]?[0-9]{5}|1[ .-][3-9](?:[ .-][0-9]){9})(?![0-9])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mobile();

    [GeneratedRegex("\\+[0-9]{1,3}[ -]?\\(?[0-9](?:[ ()-]{0,2}[0-9]){6,12}(?![0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex International();

    [GeneratedRegex(
        "(?<![0-9.])\\(?0(?:10|2[0-9]|[3-9][0-9]{2})\\)?[ -]?[0-9]{3,4}[ -]?[0-9]{4}(?:(?:转|轉|-| ){1,2}[0-9]{1,6})?(?![0-9])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Landline();

    [GeneratedRegex(
        "(?:电话|電話|手机|手機|座机|固话|传真|联系方式|微信|tel|phone|mobile)(?:号码|号|是|为|:| ){0,4}(?<n>[0-9]{3,4}[ -]?[0-9]{4}|1[0-9]{10})(?![0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PhoneByWord();

    /// <summary>Nine digits and more, letters before them included. Service lines (400, 800) are nobody's.</summary>
    [GeneratedRegex("(?<![A-Za-z0-9])(?!(?:400|800)[0-9]{7}(?![0-9]))[A-Za-z]{0,4}[0-9]{9,}(?![A-Za-z0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LongNumber();
}
