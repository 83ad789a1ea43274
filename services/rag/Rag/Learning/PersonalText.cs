using System.Text.RegularExpressions;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// Takes out of a text what leads to a person, before anything of it is kept: what WeChat calls the customer, forms of address with a
/// family name, e-mail addresses, WeChat and QQ numbers, number plates, order numbers, and what <see cref="PersonalData"/> finds.
/// </summary>
internal static partial class PersonalText
{
    private const string Person = "[姓名]";
    private const string Email = "[邮箱]";
    private const string Account = "[账号]";
    private const string Plate = "[车牌号]";
    private const string Number = "[单号]";

    private static readonly string[] Marks =
        [Person, Email, Account, Plate, Number, PersonalData.Phone, PersonalData.IdCard, PersonalData.BankCard, PersonalData.Address];

    /// <summary>The text with marks for what was taken out; absent when it cannot be searched in time: then nothing of it may be kept.</summary>
    /// <remarks><paramref name="names"/> are what WeChat calls the customer, remarks of staff included.</remarks>
    public static string? Redact(string text, IReadOnlyList<string> names)
    {
        try
        {
            foreach (var name in names.SelectMany(Spellings).Distinct(StringComparer.Ordinal).OrderByDescending(name => name.Length))
            {
                text = text.Replace(name, Person, StringComparison.OrdinalIgnoreCase);
            }

            // Longest kinds first: an e-mail address may begin with a phone, an account may be one.
            text = EmailAddress().Replace(text, Email);
            text = AccountByWord().Replace(text, Account);
            text = NumberPlate().Replace(text, Plate);
            text = PersonalData.Mask(text);
            text = LongNumber().Replace(text, Number);
            return Addressed().Replace(text, Person);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Whether something was taken out of it.</summary>
    public static bool HoldsMark(string text) => Marks.Any(mark => text.Contains(mark, StringComparison.Ordinal));

    /// <summary>The text without the marks.</summary>
    public static string WithoutMarks(string text) => Marks.Aggregate(text, (rest, mark) => rest.Replace(mark, "", StringComparison.Ordinal));

    // Staff write the customer's code before a name, and a town or a product after it.
    private static IEnumerable<string> Spellings(string name)
    {
        var whole = name.Trim();
        var parts = whole.Split([' ', '-', '_', '/', '|', '·', '　', '（', '('], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Where(part => PersonalName().IsMatch(part)).Append(whole).Where(part => part.Length > 1);
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EmailAddress();

    [GeneratedRegex(
        @"(?:(?:微信号?|vx|wx|wechat|QQ号?|q号)(?:号码|号|是|为|id|[:： ]){0,4})(?<n>[A-Za-z0-9][A-Za-z0-9_-]{4,19})|wxid_[A-Za-z0-9]{6,30}",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AccountByWord();

    [GeneratedRegex(
        "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z] ?[·.-]? ?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NumberPlate();

    /// <summary>Orders, parcels, serial numbers: nine digits and more, letters before them included. Service lines (400, 800) are no person's.</summary>
    [GeneratedRegex("(?<![A-Za-z0-9])(?!(?:400|800)[0-9]{7}(?![0-9]))[A-Za-z]{0,4}[0-9]{9,}(?![A-Za-z0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LongNumber();

    /// <summary>王先生, 李总: a family name with what one calls its bearer. 技术总监 and 人工 are none, so a name stands at a beginning or after a blank or mark.</summary>
    [GeneratedRegex(
        "(?<![\u4e00-\u9fff])(?:欧阳|上官|司马|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤])(?:先生|女士|小姐|太太|老板|老师|师傅|经理|主任|总(?![计共价数部结和体的])|姐|哥|工(?![作程具业厂]))",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Addressed();

    [GeneratedRegex("^(?![Kk][0-9]{3,})[\u4e00-\u9fffA-Za-z·]{2,20}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PersonalName();
}
