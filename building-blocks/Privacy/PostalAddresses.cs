using System.Text.RegularExpressions;

namespace WeChatPlatform.Privacy;

/// <summary>
/// Chinese postal addresses down to a street or a building. The patterns do not track back: a text of nothing but 区 would make one that
/// does try for minutes.
/// </summary>
internal static partial class PostalAddresses
{
    // Characters that stand before an address and in none: what is in front of them is not taken with it.
    private const string Name = "[\u4e00-\u9fa5A-Za-z-[我你您他她它的了在到寄送给是址请把住为]]";
    private const string Area = $"{Name}{{1,9}}?(?:特别行政区|自治区|自治州|自治县|街道|地区|省|市|盟|区|县|旗|镇|乡)";
    private const string Street = "(?:大道|大街|胡同|路|街|巷|村|屯)";
    private const string Estate =
        "(?:小区|花园|花苑|家园|公寓|大厦|广场|社区|新村|公馆|别墅|工业园|产业园|科技园|园区|中心|写字楼|国际|苑|园|城|府|邸)";
    private const string Number = "[0-9零〇一二三四五六七八九十百甲乙丙丁A-Za-z]{1,5}(?:-[0-9]{1,5}){0,3}";
    private const string Building = "(?:号楼|号院|号房|栋|幢|座|单元|室|楼|层)";
    private const string Tail =
        $"(?:[ ,，-]?{Number}(?:号楼|号院|号房|号|弄|栋|幢|座|单元|室|楼|层|房|户|院|组|队)){{0,6}}(?:-?[0-9]{{2,5}})?";

    private static readonly Regex[] Patterns =
    [
        Of($"(?:{Area}){{0,5}}{Name}{{1,12}}?{Street}(?:[东西南北中]段)? ?{Number}(?:号楼|号院|号房|号|弄|巷|院|组|队|栋|幢){Tail}"),
        Of($"(?:{Area}){{0,5}}{Name}{{1,12}}?{Estate} ?(?:{Number}[期区])? ?{Number}{Building}{Tail}"),
        Of($"(?:{Area}){{1,5}}{Name}{{1,12}}{Number}{Building}{Tail}"),
        Of($"(?:{Area}){{2,5}}{Name}{{1,12}}?(?:{Street}|{Estate})"),
    ];

    public static IEnumerable<PersonalFind> TakeFrom(PlainText text) =>
    [
        .. text.Take(ByWord(), PersonalData.Address),
        .. Patterns.SelectMany(pattern => text.Take(pattern, PersonalData.Address, found => !Wiring().IsMatch(found))),
    ];

    private static Regex Of(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Lines of current and of water have numbers too.</summary>
    [GeneratedRegex("(?:[电线支回管通网气水油]|第.{1,2})路 ?[0-9零一二三四五六七八九十A-Za-z]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Wiring();

    [GeneratedRegex(
        "(?:收货|收件|家庭|联系|通讯|邮寄|寄件|寄送|安装|上门|详细|居住)(?:地址|住址)(?:是|为|:| ){1,3}(?<n>[^\n。；;！!？?，,\uFFFF]{0,60}[省市区县镇乡村路街号栋幢楼室苑园][^\n。；;！!？?，,\uFFFF]{0,40})",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ByWord();
}
