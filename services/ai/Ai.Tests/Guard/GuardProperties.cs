using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tests.Guard;

/// <summary>What nobody wrote down: drawn values in drawn ways of writing.</summary>
public class GuardProperties
{
    private const string Digits = "零一二三四五六七八九";

    private static readonly EvidenceGuard Guard = new();

    private static readonly string[] Prices = ["{0}元", "¥{0}", "￥{0}.00", "{0}块钱", "{0} 元", "人民币{0}元", "RMB {0}", "{0}.0元"];

    private static readonly string[] Sizes = ["{0}kW", "{0}千瓦", "{0} KW", "{0}000W", "{0}000瓦"];

    private static readonly string[] Days = ["{0}月{1}日", "{0}月{1}号", "2026年{0}月{1}日", "2026-{0:00}-{1:00}", "2026/{0}/{1}", "2026.{0}.{1}"];

    [Fact]
    public void A_price_is_itself_however_it_is_written() => Check(
        Gen.Choose(11, 99_999), Prices, (value, writing) => string.Format(CultureInfo.InvariantCulture, writing, value), value => value + 1);

    [Fact]
    public void A_price_in_words_is_the_price_in_figures() => Prop.ForAll(
        Gen.Choose(11, 99_999).ToArbitrary(),
        value => Findings($"价格{value}元", $"价格是{Words(value)}元") == 0 && Findings($"价格{value}元", $"价格是{Words(value + 1)}元") > 0)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_size_is_itself_in_every_unit() => Check(
        Gen.Choose(2, 400), Sizes, (value, writing) => string.Format(CultureInfo.InvariantCulture, writing, value), value => value + 1);

    [Fact]
    public void A_day_is_itself_however_it_is_written() => Check(
        Gen.Choose(0, 364),
        Days,
        (value, writing) => new DateOnly(2026, 1, 1).AddDays(value % 365) is var day ? string.Format(CultureInfo.InvariantCulture, writing, day.Month, day.Day) : "",
        value => value + 1);

    [Fact]
    public void No_text_is_too_odd() => Prop.ForAll(
        Gen.Elements("1", "免费", "元", "不", "点", "：", "-", " ", "万", "十", "A", ".", "周", "月", "，", "\u200b", "%", "折", "半", "第", "\n", "赔", "两", "/", "①")
            .ArrayOf().ToArbitrary(),
        parts => Findings(string.Concat(parts), string.Concat(parts.Reverse())) >= 0)
        .QuickCheckThrowOnFailure();

    private static void Check(Gen<int> values, string[] writings, Func<int, string, string> write, Func<int, int> other) => Prop.ForAll(
        values.ToArbitrary(),
        Gen.Two(Gen.Elements(writings)).ToArbitrary(),
        (value, way) =>
            Findings(write(value, way.Item1), "这款是" + write(value, way.Item2)) == 0
            && Findings(write(value, way.Item1), "这款是" + write(other(value), way.Item2)) > 0)
        .QuickCheckThrowOnFailure();

    private static int Findings(string evidence, string answer) => Guard.Check(
        answer, new GuardSupport([new Evidence("e", "faq", "s", "资料", evidence, 1)], [], CustomerName: null, GuardedAnswers.Today)).Count;

    private static string Words(int value)
    {
        var text = "";
        var zero = false;
        foreach (var (unit, name) in new[] { (10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "") })
        {
            var digit = value / unit;
            value %= unit;
            if (digit == 0)
            {
                zero = text.Length > 0;
                continue;
            }

            text += (zero ? "零" : "") + Digits[digit] + name;
            zero = false;
        }

        return text;
    }
}
