namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Is a value told of the thing that it belongs to? Only where that is certain: the answer names what another value belongs to and
/// nothing of what this one belongs to (旗舰版998元, where 998 is the standard's price and the flagship has one of its own).
/// </summary>
internal static class Subject
{
    private const int SubjectLength = 14;

    private static readonly HashSet<string> Idle =
        [.. ("价格 售价 报价 单价 现价 原价 定价 价钱 只要 只需 仅需 需要 目前 现在 我们 您好 一个 可以 就是 的是 是的 大约 费用 收费 左右 产品 商品 这款 该款 款是 格是 格为 售价 为您 您的 的价 品的 款的 "
            + "库存 现货 还有 剩余 数量 有货 时间 一般 通常 支持 提供 元起 优惠 活动 全国 本店 版本 型号 规格 订单 金额 下单 预计 工作 小时 分钟 以内 之内").Split(' ')];

    /// <remarks><paramref name="same"/> is where a source has the claimed value, <paramref name="others"/> where one has another value of its kind.</remarks>
    public static bool IsWrong(
        GuardText answer, Claim claim, IReadOnlyList<Claim> inAnswer, IReadOnlyList<(Source Source, Claim Claim)> same, IReadOnlyList<(Source Source, Claim Claim)> others)
    {
        if (same.Count == 0 || others.Count == 0)
        {
            return false;
        }

        var told = Features(answer, Window(answer, claim, inAnswer), inAnswer, claim);
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (source, occurrence) in same)
        {
            own.UnionWith(Features(source.Text, Window(source.Text, occurrence, source.Claims), source.Claims, occurrence));
            own.UnionWith(Features(source.Text, (source.Text.SentenceStart(0), source.Text.SentenceEnd(0)), source.Claims, occurrence));
        }

        foreach (var (source, occurrence) in others)
        {
            var window = Window(source.Text, occurrence, source.Claims);
            var other = Features(source.Text, (Math.Max(window.Start, occurrence.Start - SubjectLength), occurrence.Start), source.Claims, occurrence);
            var title = Features(source.Text, (source.Text.SentenceStart(0), source.Text.SentenceEnd(0)), source.Claims, occurrence);
            var named = other.Union(title).Where(feature => told.Contains(feature) && !own.Contains(feature)).ToList();
            if (named.Count == 0)
            {
                continue;
            }

            // What the title says holds for both; then one shared word more is not enough to tell them apart.
            var shared = own.Where(feature => told.Contains(feature) && !other.Contains(feature)).ToList();
            if (shared.Count == 0
                || (shared.TrueForAll(title.Contains) && (named.Count > 1 || !GuardText.IsHan(named[0][0]))))
            {
                return true;
            }
        }

        return false;
    }

    // The clause of the value between the values beside it; the clause before where this one names nothing.
    private static (int Start, int End) Window(GuardText text, Claim claim, IReadOnlyList<Claim> claims)
    {
        var start = text.ClauseStart(claim.Start);
        var end = text.ClauseEnd(claim.End);
        if (claim.Start - start < 3 && start > 1 && start > text.SentenceStart(claim.Start))
        {
            start = text.ClauseStart(start - 1);
        }

        foreach (var neighbour in claims)
        {
            if (neighbour.Kind == claim.Kind && neighbour.Unit == claim.Unit && !ReferenceEquals(neighbour, claim))
            {
                start = neighbour.End <= claim.Start ? Math.Max(start, neighbour.End) : start;
                end = neighbour.Start >= claim.End ? Math.Min(end, neighbour.Start) : end;
            }
        }

        return (start, end);
    }

    private static HashSet<string> Features(GuardText text, (int Start, int End) part, IReadOnlyList<Claim> claims, Claim except)
    {
        var features = new HashSet<string>(StringComparer.Ordinal);
        var taken = new HashSet<int>();
        foreach (var claim in claims)
        {
            if (claim.Start < part.End && claim.End > part.Start)
            {
                taken.UnionWith(Enumerable.Range(claim.Start, claim.End - claim.Start));
                if (!ReferenceEquals(claim, except) && claim.Start >= part.Start && claim.End <= part.End && claim.Kind is ClaimKind.Code or ClaimKind.Amount or ClaimKind.Weekday or ClaimKind.Period)
                {
                    features.Add(claim.Key.Length > 0 && claim.Kind != ClaimKind.Amount ? claim.Key : FormattableString.Invariant($"{claim.Kind}{claim.Unit}:{claim.Low}"));
                }
            }
        }

        for (var at = part.Start; at + 1 < part.End; at++)
        {
            if (GuardText.IsHan(text[at]) && GuardText.IsHan(text[at + 1]) && !taken.Contains(at) && !taken.Contains(at + 1)
                && text.Text.Substring(at, 2) is var pair && !Idle.Contains(pair))
            {
                features.Add(pair);
            }
        }

        return features;
    }
}
