namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Numbers with what they count: money, percentages, discounts, sizes, durations, pieces; ranges of them; and bare numbers of two
/// digits or more. Numbers that only order a text (1., 第二步) claim nothing.
/// </summary>
internal static class QuantityReader
{
    private const string RangeMarks = "-~至到—";
    private const int SmallCount = 10;

    private static readonly (string[] Marks, string Currency)[] Signs =
    [
        (["¥", "RMB", "CNY", "人民币", "rmb", "cny", "Rmb"], Units.Yuan), (["HK$", "HKD"], "HKD"), (["US$", "$", "USD", "usd"], "USD"), (["€", "EUR"], "EUR"), (["£", "GBP"], "GBP"),
    ];

    public static bool TryRead(GuardText text, int at, out Claim? claim, out int end)
    {
        claim = null;
        end = at;
        if (Special(text, at) is { } special)
        {
            (claim, end) = (special, special.End);
            return true;
        }

        if (!Numeral.TryRead(text, at, out var first))
        {
            return false;
        }

        end = first.End;
        if (text[at - 1] == '第')
        {
            return true;
        }

        var (start, currency) = SignBefore(text, at);
        var low = Measured(text, first, currency);
        var quantity = low;
        if (RangeMark(text, low.End) is var mark and > 0
            && Numeral.TryRead(text, SkipSign(text, low.End + mark), out var second)
            && Measured(text, second, currency) is var high && high.Fits(low))
        {
            quantity = high with { Low = low.Unit is null ? low.Number * (high.Unit?.Factor ?? 1) : low.Low, Number = low.Number };
        }

        end = quantity.End;
        claim = Claimed(text, start, quantity, first);
        return true;
    }

    private static Claim? Claimed(GuardText text, int start, Quantity quantity, Numeral first)
    {
        var claim = new Claim(quantity.Unit?.Kind ?? ClaimKind.Number, quantity.Unit?.Dimension ?? "", start, quantity.End)
        {
            Low = quantity.Low,
            High = quantity.High,
            Approximate = first.Approximate,
            Ceiling = first.Ceiling * (quantity.Unit?.Factor ?? 1),
            Bound = QuantityContext.BoundOf(text, start, quantity.End),
            Key = first.Digits,
            Number = quantity.Number,
        };
        if (quantity.Unit is { } unit)
        {
            // 45元一小时, 每米: a rate, told by its money.
            if (quantity.High == unit.Factor && text[start - 1] is '元' or '块' or '钱' or '/' or '每')
            {
                return null;
            }

            return unit.Kind switch
            {
                ClaimKind.Count => Counted(text, claim),
                ClaimKind.Duration when IsFiller(text, claim, first) => null,
                ClaimKind.Amount when first is { Chinese: true, Low: 1 } && unit.Dimension == "degree" => null,
                ClaimKind.Money when IsNoMoney(text, claim, first) => null,
                _ => claim,
            };
        }

        if (QuantityContext.IsPriced(text, start) && (!first.Chinese || quantity.High >= SmallCount))
        {
            return claim with { Kind = ClaimKind.Money, Unit = Units.Yuan };
        }

        if (QuantityContext.IsOnHand(text, start))
        {
            return claim with { Kind = ClaimKind.Count, OnHand = true };
        }

        return IsBareClaim(text, first) ? claim : null;
    }

    // A word and a single digit (Model 3), or two digits and more; not the number of a line in a list.
    private static bool IsBareClaim(GuardText text, Numeral number)
    {
        var listed = text[number.Start - 1] is '\0' or '\n' or ';' or '(' && text[number.End] is '.' or '、' or ')' or ':' or ' ';
        return !listed
            && (number.Digits.Length > 2 || (number.Chinese ? number.Digits.Length == 0 && number.Low > 2 * SmallCount : number.Digits.Length == 2) || (text[number.Start - 1] is ' ' && char.IsAsciiLetter(text[number.Start - 2]) && char.IsAsciiLetterUpper(FirstOfWord(text, number.Start - 2))));
    }

    private static char FirstOfWord(GuardText text, int at)
    {
        while (char.IsAsciiLetter(text[at - 1]))
        {
            at--;
        }

        return text[at];
    }

    private static Claim? Counted(GuardText text, Claim claim)
    {
        var onHand = QuantityContext.IsOnHand(text, claim.Start) || QuantityContext.IsLeft(text, claim);
        return onHand ? claim with { OnHand = true }
            : claim.High <= 1 ? null
            : claim.Unit != Units.Loose ? claim
            : claim.High <= SmallCount && !Promises(text, claim) ? null
            : claim with { Unit = $"{Units.Loose}:{text[claim.End - 1]}" };
    }

    // How often something is free is no small matter.
    private static bool Promises(GuardText text, Claim claim) =>
        PromiseLexicon.Promises.In(text, text.ClauseStart(claim.Start), text.ClauseEnd(claim.End)).Any();

    // 一块 and 两块 may be pieces; 一毛 is what it is.
    private static bool IsNoMoney(GuardText text, Claim claim, Numeral number) =>
        text[claim.End - 1] == '块'
        && ((number.Chinese && number.Low == 1 && number.IsSingleDigit) || text[claim.End] is '电' or '屏' or '板' or '表' or '砖' or '玻' or '布' or '硬' or '儿');

    // A nice day, all year round, round about.
    private static bool IsFiller(GuardText text, Claim claim, Numeral number) =>
        number.Chinese && number.IsSingleDigit
        && ((text[claim.Start - 1] is '的' or '每' or '这' or '那' && number.Low == 1)
            || (text[claim.Start] == '一' && text[claim.End] is '四' or '到' && text[claim.End - 1] == '年' && text[claim.End + 1] is '季' or '头')
            || (text[claim.Start] == '四' && text[claim.End - 1] == '周' && text[claim.End] is '无' or '有' or '的' or '都' or '环' or '不' or '留' or '预')
            || (text.StartsAt(claim.Start, "一天") && text.StartsAt(claim.End, "天")));

    private static Claim? Special(GuardText text, int at)
    {
        if (text.StartsAt(at, "百分百"))
        {
            return Percent(100, at, at + 3);
        }

        foreach (var (word, part) in (ReadOnlySpan<(string, decimal)>)[("百分之", 1m), ("千分之", 0.1m), ("万分之", 0.01m)])
        {
            if (text.StartsAt(at, word))
            {
                return text[at + 3] == '百' ? Percent(100, at, at + 4)
                    : Numeral.TryRead(text, at + 3, out var share) ? Percent(share.Low * part, at, share.End)
                    : null;
            }
        }

        if ((text.StartsAt(at, "半价") && text[at + 2] != '格') || text.StartsAt(at, "对折"))
        {
            return new Claim(ClaimKind.Discount, "", at, at + 2) { Low = 0.5m, High = 0.5m };
        }

        return text[at] == '半' && Units.All.TryMatch(text, at + 1, out var name, out var unit)
            && unit is not { Dimension: Units.Loose } && unit.Kind is ClaimKind.Duration or ClaimKind.Amount && !(Numeral.Digit(text[at - 1]) >= 0)
            ? new Claim(unit.Kind, unit.Dimension, at, at + 1 + name.Length) { Low = unit.Factor / 2, High = unit.Factor / 2, Bound = QuantityContext.BoundOf(text, at, at + 1 + name.Length) }
            : null;
    }

    private static Claim Percent(decimal value, int start, int end) => new(ClaimKind.Percentage, "%", start, end) { Low = value, High = value };

    /// <summary>A number, the unit behind it, and where both end.</summary>
    private readonly record struct Quantity(decimal Number, decimal Low, decimal High, Unit? Unit, int End)
    {
        public bool Fits(Quantity lower) => lower.Unit is null || (Unit is not null && Unit.Dimension == lower.Unit.Dimension);
    }

    private static Quantity Measured(GuardText text, Numeral number, string? currency)
    {
        var (factor, at) = Thousand(text, number.End);
        var half = text.StartsAt(at, "个半") && text[at + 2] is '小' or '月' or '钟' ? 0.5m : 0;
        at += half > 0 ? 2 : 0;
        var unitAt = text[at] == ' ' ? at + 1 : at;
        if (currency is not null)
        {
            var closing = Units.All.TryMatch(text, unitAt, out var word, out var money) && money.Kind == ClaimKind.Money;
            return Of(new Unit(ClaimKind.Money, currency, factor), closing ? unitAt + word.Length : at);
        }

        if (text[unitAt] == '折' && !(text[unitAt + 1] is '叠' or '扇' or '腾' or '返' or '磨' or '痕'))
        {
            var tenths = number.Digits.Length == 2 && number.High >= 10 ? 0.01m : 0.1m;
            return number.High is > 0 and < 100 ? Of(new Unit(ClaimKind.Discount, "", tenths), unitAt + 1) : Of(null, at);
        }

        if (text[unitAt] == '成' && !(text[unitAt + 1] is '套' or '本' or '功' or '员' or '年' or '为' or '都' or '分' or '品'))
        {
            return Of(new Unit(ClaimKind.Percentage, "%", 10), unitAt + 1);
        }

        if (text[unitAt] == '日' && !char.IsAsciiDigit(text[unitAt + 1]))
        {
            return Of(new Unit(ClaimKind.Duration, Units.Seconds, 86_400), unitAt + 1);
        }

        if (!Units.All.TryMatch(text, half > 0 && text[at] == '月' ? at : unitAt, out var name, out var unit))
        {
            return half > 0 && text[at] == '月' ? Of(new Unit(ClaimKind.Duration, Units.Months, 1), at + 1) : Of(null, at);
        }

        var end = unitAt + name.Length;
        return unit.Kind == ClaimKind.Money ? WithSmallMoney(text, Of(unit, end))
            : unit.Kind == ClaimKind.Duration && text[end] == '半' ? Of(unit, end + 1, 0.5m)
            : name == "米" && Numeral.Digit(text[end]) > 0 && Numeral.Digit(text[end + 1]) < 0 && number.Chinese ? Of(unit, end + 1, Numeral.Digit(text[end]) / 10m)
            : Of(unit, end);

        Quantity Of(Unit? unit, int end, decimal more = 0)
        {
            var scale = factor * (unit is { Kind: ClaimKind.Money } && currency is not null ? 1 : unit?.Factor ?? 1);
            return new Quantity(number.Low, (number.Low + half + more) * scale, (number.High + half + more) * scale, unit, end);
        }
    }

    // 12k元, 1.5w块
    private static (decimal Factor, int End) Thousand(GuardText text, int at) =>
        text[at] is 'k' or 'K' && text[at + 1] is '元' or '块' ? (1000, at + 1)
        : text[at] is 'w' or 'W' && text[at + 1] is '元' or '块' ? (10_000, at + 1)
        : (1, at);

    // 5元3角, 三块五, 9块9
    private static Quantity WithSmallMoney(GuardText text, Quantity money)
    {
        if (money.Unit?.Factor != 1 || !Numeral.TryRead(text, money.End, out var tenths) || tenths.Low is < 1 or > 99 || tenths.Low != decimal.Truncate(tenths.Low))
        {
            return money;
        }

        var next = text[tenths.End];
        if (next is '角' or '毛')
        {
            var end = tenths.End + 1;
            var more = tenths.Low / 10;
            if (Numeral.TryRead(text, end, out var hundredths) && text[hundredths.End] == '分')
            {
                (more, end) = (more + (hundredths.Low / 100), hundredths.End + 1);
            }

            return money with { Low = money.Low + more, High = money.High + more, End = end };
        }

        var digits = tenths.End - tenths.Start;
        return text[money.End - 1] == '块' && digits <= 2 && !Units.All.TryMatch(text, tenths.End, out _, out _)
            ? money with { Low = money.Low + (tenths.Low / (digits == 1 ? 10 : 100)), High = money.High + (tenths.Low / (digits == 1 ? 10 : 100)), End = tenths.End }
            : money;
    }

    private static (int Start, string? Currency) SignBefore(GuardText text, int at)
    {
        var end = text[at - 1] == ' ' ? at - 1 : at;
        foreach (var (marks, currency) in Signs)
        {
            foreach (var mark in marks)
            {
                if (text.EndsAt(end, mark))
                {
                    return (end - mark.Length, currency);
                }
            }
        }

        return (at, null);
    }

    private static int RangeMark(GuardText text, int at) =>
        text.StartsAt(at, " to ") ? 4 : text.StartsAt(at, " - ") ? 3 : text[at] != '\0' && RangeMarks.Contains(text[at], StringComparison.Ordinal) ? 1 : 0;

    private static int SkipSign(GuardText text, int at) => text[at] is '¥' or '$' ? at + 1 : at;
}
