using System.Text.RegularExpressions;

namespace WeChatPlatform.Privacy;

/// <summary>What people are called: the customer's own names, and forms of address with a family name.</summary>
internal static partial class PersonalNames
{
    /// <summary>Before everything else: a name may look like a word that another pattern begins with.</summary>
    public static IEnumerable<PersonalFind> TakeNames(PlainText text, IReadOnlyCollection<string> names) => text.TakeWords(
        names.SelectMany(Spellings).Distinct(StringComparer.Ordinal).OrderByDescending(name => name.Length), PersonalData.Person);

    public static IEnumerable<PersonalFind> TakeAddressed(PlainText text) => text.Take(Addressed(), PersonalData.Person);

    // Staff write the customer's code before a name, and a town or a product after it.
    private static IEnumerable<string> Spellings(string name)
    {
        var whole = name.Trim();
        var parts = whole.Split([' ', '-', '_', '/', '|', '·', '　', '（', '('], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Where(part => PersonalName().IsMatch(part)).Append(whole).Where(part => part.Length > 1);
    }

    /// <summary>王先生, 李总: a family name with what one calls its bearer. 技术总监 and 人工 are none, so a name stands at a beginning or after a blank or mark.</summary>
    [GeneratedRegex(
        "(?<![\u4e00-\u9fff])(?:欧阳|上官|司马|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤])(?:先生|女士|小姐|太太|老板|老师|师傅|经理|主任|总(?![计共价数部结和体的])|姐|哥|工(?![作程具业厂]))",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Addressed();

    [GeneratedRegex("^(?![Kk][0-9]{3,})[\u4e00-\u9fffA-Za-z·]{2,20}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PersonalName();
}
