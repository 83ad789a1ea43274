namespace WeChatPlatform.Ai.Guard;

/// <summary>What a number counts, and how many of the dimension's base units one of it is.</summary>
internal sealed record Unit(ClaimKind Kind, string Dimension, decimal Factor);

/// <summary>Units as customers and shops write them, in Chinese and Latin letters.</summary>
internal static class Units
{
    public const string Yuan = "CNY";
    public const string Seconds = "s";
    public const string Months = "month";
    public const string WorkingDays = "workday";
    public const string Pieces = "pieces";

    /// <summary>Words that count things so loosely (two kinds, three points) that a small number of them claims nothing.</summary>
    public const string Loose = "loose";

    public const string AnyThing = Loose + ":个";

    private const decimal Minute = 60;
    private const decimal Hour = 3600;
    private const decimal Day = 86_400;

    public static readonly Words<Unit> All = new(
    [
        ("元人民币 元钱 块钱 元整 元 圆 块 人民币 yuan rmb cny", Money(Yuan, 1)),
        ("毛钱 角钱 毛 角", Money(Yuan, 0.1m)),
        ("分钱", Money(Yuan, 0.01m)),
        ("美元 美金 usd dollars dollar", Money("USD", 1)),
        ("港币 港元 港纸 hkd", Money("HKD", 1)),
        ("欧元 eur euros euro", Money("EUR", 1)),
        ("日元 日币 jpy", Money("JPY", 1)),
        ("英镑 gbp pounds", Money("GBP", 1)),
        ("台币 新台币 twd", Money("TWD", 1)),
        ("% 个百分点 个点 percent pct", new(ClaimKind.Percentage, "%", 1)),
        ("‰", new(ClaimKind.Percentage, "%", 0.1m)),
        ("秒钟 秒 seconds second secs sec s", Time(1)),
        ("分钟 minutes minute mins min", Time(Minute)),
        ("个小时 小时 个钟头 钟头 个钟 hours hour hrs hr h", Time(Hour)),
        ("个自然日 自然日 个日历日 天 days day", Time(Day)),
        ("个星期 星期 个礼拜 礼拜 周 weeks week", Time(7 * Day)),
        ("个工作日 工作日 个工作天 工作天 business_days business_day working_days working_day", new(ClaimKind.Duration, WorkingDays, 1)),
        ("个自然月 个月 months month", Span(1)),
        ("个季度", Span(3)),
        ("周年 年 years year yrs", Span(12)),
        ("兆瓦 MW", Size("W", 1_000_000)),
        ("千瓦 kw KW", Size("W", 1000)),
        ("瓦特 瓦 w W", Size("W", 1)),
        ("千瓦时 千瓦小时 度电 kwh kw·h", Size("Wh", 1000)),
        ("瓦时 wh", Size("Wh", 1)),
        ("千伏 kv", Size("V", 1000)),
        ("伏特 伏 v V", Size("V", 1)),
        ("毫安时 mah", Size("Ah", 0.001m)),
        ("安时 ah", Size("Ah", 1)),
        ("毫安 ma", Size("A", 0.001m)),
        ("安培 安 A", Size("A", 1)),
        ("公里 千米 km", Size("m", 1000)),
        ("米 m 公尺 meters meter metres metre", Size("m", 1)),
        ("分米 dm", Size("m", 0.1m)),
        ("厘米 公分 cm", Size("m", 0.01m)),
        ("毫米 mm", Size("m", 0.001m)),
        ("英寸 寸 inches inch", Size("inch", 1)),
        ("平方米 平米 平方 m2 ㎡ 平", Size("m2", 1)),
        ("亩", Size("m2", 666.67m)),
        ("立方米 立方 m3", Size("L", 1000)),
        ("吨 t", Size("kg", 1000)),
        ("公斤 千克 kg kgs", Size("kg", 1)),
        ("斤 市斤", Size("kg", 0.5m)),
        ("克 g", Size("kg", 0.001m)),
        ("毫克 mg", Size("kg", 0.000001m)),
        ("毫升 ml cc", Size("L", 0.001m)),
        ("升 公升 l L", Size("L", 1)),
        ("tb T", Size("byte", 1_000_000)),
        ("gb G 个G", Size("byte", 1000)),
        ("mb M 兆", Size("byte", 1)),
        ("kb", Size("byte", 0.001m)),
        ("gbps", Size("bps", 1000)),
        ("mbps", Size("bps", 1)),
        ("ghz", Size("Hz", 1_000_000_000)),
        ("mhz", Size("Hz", 1_000_000)),
        ("khz", Size("Hz", 1000)),
        ("赫兹 赫 hz", Size("Hz", 1)),
        ("摄氏度 °c 度", Size("degree", 1)),
        ("万像素", Size("px", 10_000)),
        ("像素", Size("px", 1)),
        ("分贝 db", Size("dB", 1)),
        ("兆帕 mpa", Size("Pa", 1_000_000)),
        ("千帕 kpa", Size("Pa", 1000)),
        ("帕 pa", Size("Pa", 1)),
        ("公斤压力 bar", Size("bar", 1)),
        ("流明 lm", Size("lm", 1)),
        ("毫米汞柱", Size("mmHg", 1)),
        ("转/分 rpm", Size("rpm", 1)),
        ("匹 匹马力 马力 P p", Size("hp", 1)),
        ("大卡 千卡 kcal", Size("kcal", 1)),
        ("周岁 岁 个月龄", Size("age", 1)),
        ("台 件 套 箱 瓶 盒 袋 支 枚 只 双 张 辆 把 根 卷 桶 颗 粒 片 本 册 部 架 座 床 包 斗 罐 捆 打 顶 副 pcs units unit pieces piece",
            new(ClaimKind.Count, Pieces, 1)),
        ("个 种 款 项 步 点 位 人 名 次 家 组 类 方面 层 条 份 样 句 遍 期 节 门 档 级 页 集 批 单 户 间 路 轮 场 排 times",
            new(ClaimKind.Count, Loose, 1)),
    ]);

    private static Unit Money(string currency, decimal factor) => new(ClaimKind.Money, currency, factor);

    private static Unit Time(decimal seconds) => new(ClaimKind.Duration, Seconds, seconds);

    private static Unit Span(decimal months) => new(ClaimKind.Duration, Months, months);

    private static Unit Size(string dimension, decimal factor) => new(ClaimKind.Amount, dimension, factor);
}
