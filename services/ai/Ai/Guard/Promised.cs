namespace WeChatPlatform.Ai.Guard;

/// <summary>Is what an answer promises promised by the evidence: the same topic, said and not denied, and of the same thing?</summary>
internal static class Promised
{
    private const int ObjectLength = 8;
    private const string Weightless = "的是了您你我们为给享受提供服务支持可以能会都也还，、一个和与就在这该有到所产品商品";

    public static bool IsSupported(
        Claim claim, GuardText answer, IReadOnlyList<Claim> inAnswer, IReadOnlyList<Source> evidence, IReadOnlyList<Source> customer)
    {
        if (Enum.Parse<PromiseTopic>(claim.Unit) is var topic && topic is PromiseTopic.InStock or PromiseTopic.OutOfStock)
        {
            return StockSupported(claim, topic, answer, inAnswer, evidence);
        }

        var said = evidence
            .SelectMany(source => source.Claims.Where(other => other.Kind == ClaimKind.Promise && Stands(topic, other.Unit)).Select(other => (Source: source, Claim: other)))
            .ToList();
        var granted = said.FindAll(entry => !entry.Claim.Negated);
        return granted.Exists(entry => (!PromiseLexicon.NeedsObject(topic) || IsOfSame(claim, answer, entry.Source, entry.Claim))
                && Limits.AreKept(claim, answer, entry.Source, entry.Claim, customer))
            && (topic != PromiseTopic.Carrier || granted.Exists(entry => Written(entry.Source.Text, entry.Claim) == Written(answer, claim)))
            && (topic != PromiseTopic.FakeCompensation || granted.Exists(entry => Times(entry.Source.Text, entry.Claim) == Times(answer, claim)))
            && !IsDeniedOf(claim, answer, inAnswer, said, granted);
    }

    private static decimal Times(GuardText text, Claim claim) => Numeral.TryRead(text, claim.End, out var times) ? times.Low : 0;

    private static string Written(GuardText text, Claim claim) => text.Text[claim.Start..claim.End].ToUpperInvariant();

    // A full refund is a refund, a free carriage is free; never the other way round.
    private static bool Stands(PromiseTopic claimed, string known) =>
        known == claimed.ToString()
        || (claimed == PromiseTopic.Refund && known == nameof(PromiseTopic.FullRefund))
        || (claimed == PromiseTopic.Free && known == nameof(PromiseTopic.FreeShipping))
        || (claimed == PromiseTopic.Compensation && known == nameof(PromiseTopic.FakeCompensation))
        || (claimed == PromiseTopic.Gift && known == nameof(PromiseTopic.Bargain))
        || (claimed == PromiseTopic.Bargain && known is nameof(PromiseTopic.Gift) or nameof(PromiseTopic.LowestPrice));

    private static bool IsOfSame(Claim claim, GuardText answer, Source source, Claim known)
    {
        var told = Objects(answer, claim);
        var text = source.Text;
        var start = text.ClauseStart(known.Start);
        var end = text.ClauseEnd(known.End);
        var meant = Activities.In(text, start, end);
        if (told != 0)
        {
            meant |= meant == 0 ? Activities.In(text, 0, text.SentenceEnd(0)) | Activities.In(text, text.SentenceStart(known.Start), start) : 0;
            return (told & ~meant) == 0 || (told & meant) != 0 && (told & ~meant & ~Activities.Visit) == 0;
        }

        // Nothing that is known by name: some of the words behind it must be there.
        var words = answer.After(claim.End, ObjectLength).Trim(Weightless);
        words = words.Length < 2 ? answer.Before(claim.Start, ObjectLength).Trim(Weightless) : words;
        return words.Length < 2 || SharesPair(words, text.Text.AsSpan(start..end)) || SharesPair(words, text.Text.AsSpan(0, text.SentenceEnd(0)));
    }

    private static int Objects(GuardText text, Claim claim)
    {
        var end = Math.Min(text.ClauseEnd(claim.End), claim.End + ObjectLength);
        var found = Activities.In(text, claim.Start, end);
        return found != 0 ? found : Activities.In(text, Math.Max(text.ClauseStart(claim.Start), claim.Start - ObjectLength - 2), claim.End);
    }

    private static bool SharesPair(ReadOnlySpan<char> words, ReadOnlySpan<char> text)
    {
        for (var at = 0; at + 1 < words.Length; at++)
        {
            if (text.IndexOf(words.Slice(at, 2), StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // 定制商品不支持退款，其他商品支持: told of what it is denied of, and of nothing that it is granted for.
    private static bool IsDeniedOf(Claim claim, GuardText answer, IReadOnlyList<Claim> inAnswer, List<(Source Source, Claim Claim)> said, List<(Source Source, Claim Claim)> granted)
    {
        var denied = said.FindAll(entry => entry.Claim.Negated);
        return denied.Count > 0 && Subject.IsWrong(answer, claim, inAnswer, granted, denied);
    }

    private static bool StockSupported(Claim claim, PromiseTopic topic, GuardText answer, IReadOnlyList<Claim> inAnswer, IReadOnlyList<Source> evidence)
    {
        var inStock = (topic == PromiseTopic.InStock) != claim.Negated;
        var told = evidence.SelectMany(source => source.Claims.Select(other => (Source: source, Claim: other)))
            .Where(entry => entry.Claim.Kind == ClaimKind.Stock || entry.Claim.OnHand)
            .Select(entry => (entry.Source, entry.Claim, InStock: IsInStock(entry.Claim)))
            .ToList();
        var same = told.FindAll(entry => entry.InStock == inStock).ConvertAll(entry => (entry.Source, entry.Claim));
        var others = told.FindAll(entry => entry.InStock != inStock).ConvertAll(entry => (entry.Source, entry.Claim));
        return same.Count > 0 && !Subject.IsWrong(answer, claim, inAnswer, same, others);
    }

    private static bool IsInStock(Claim claim) =>
        claim.Kind == ClaimKind.Stock ? (claim.Unit == nameof(PromiseTopic.InStock)) != claim.Negated
        : claim.High > 0;
}
