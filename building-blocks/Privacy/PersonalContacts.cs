using System.Text.RegularExpressions;

namespace WeChatPlatform.Privacy;

/// <summary>Where a person is reached, and what they drive: e-mail addresses, names on WeChat and QQ, number plates of mainland China.</summary>
internal static partial class PersonalContacts
{
    /// <summary>Before numbers: an address may begin with a phone.</summary>
    public static IEnumerable<PersonalFind> TakeAddresses(PlainText text) => text.Take(Email(), PersonalData.Email);

    /// <summary>After numbers: what follows 微信 may be a phone.</summary>
    public static IEnumerable<PersonalFind> TakeNames(PlainText text) =>
    [
        .. text.Take(WeChatId(), PersonalData.WeChat),
        .. text.Take(WeChatByWord(), PersonalData.WeChat),
        .. text.Take(QqByWord(), PersonalData.Qq),
        .. text.Take(Plate(), PersonalData.Plate),
    ];

    [GeneratedRegex(
        "(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,4}\\.[A-Za-z]{2,10}(?![A-Za-z0-9])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Email();

    /// <summary>Written right behind the word, it has a digit or a hyphen: 微信Navigator is a program.</summary>
    [GeneratedRegex(
        "(?:微信号?|微信ID|(?<![A-Za-z])(?:weixin|wechat|vx|wx))(?:(?:号码|号|id|是|为|:| ){1,4}(?<n>[A-Za-z][A-Za-z0-9_-]{5,19})|(?<n>(?=[A-Za-z]{1,19}[0-9_-])[A-Za-z][A-Za-z0-9_-]{5,19}))(?![A-Za-z0-9_-])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex WeChatByWord();

    /// <summary>As WeChat numbers those who chose no name.</summary>
    [GeneratedRegex("(?<![A-Za-z0-9])wxid[_-][A-Za-z0-9]{6,30}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex WeChatId();

    [GeneratedRegex("(?:QQ|扣扣|企鹅号|(?<![a-z])q号)(?:号码|号|是|为|:| ){0,4}(?<n>[1-9][0-9]{4,10})(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex QqByWord();

    /// <summary>GA 36: province, office, five characters, or six on cars without an engine; no I and no O.</summary>
    [GeneratedRegex(
        "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ .-]?(?:[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]|(?=[A-HJ-NP-Z0-9]{0,4}[0-9])[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plate();
}
