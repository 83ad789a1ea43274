using System.Buffers;

namespace WeChatPlatform.Ai.Guard;

/// <summary>Everything that may support an answer, and whether it supports a claim.</summary>
internal sealed class GuardSources
{
    private static readonly SearchValues<char> Buying = SearchValues.Create("要买订购来拍");

    private readonly List<Source> evidence;
    private readonly List<Source> customer;
    private readonly List<string> evidenceCodes;
    private readonly string evidenceDigits;

    public GuardSources(GuardSupport support)
    {
        evidence = [.. support.Evidence.Select(piece => Source.Of(piece, support.Today))];
        customer = [.. support.CustomerWords.Select(line => Source.Of(line, support.Today))];
        evidenceCodes = [.. evidence.Select(source => Codes.Compact(source.Text))];
        evidenceDigits = string.Join('|', evidence.SelectMany(source => source.Claims)
            .Where(claim => claim.Kind == ClaimKind.Phone)
            .Select(claim => claim.Key));
    }

    public bool Supports(Claim claim, GuardText answer, IReadOnlyList<Claim> inAnswer) =>
        claim.Kind switch
        {
            ClaimKind.Phone => SupportsPhone(claim),
            ClaimKind.Url => Find(claim, other => IsSameAddress(claim.Key, other.Key)).Any() || (claim.Key.Contains('@', StringComparison.Ordinal) && Said(claim, other => other.Key == claim.Key)),
            ClaimKind.Code => SupportsCode(claim, answer),
            ClaimKind.Promise or ClaimKind.Stock => Promised.IsSupported(claim, answer, inAnswer, evidence, customer),
            ClaimKind.Day => Find(claim, other => claim.Day.Agrees(other.Day)).Any() || evidence.Exists(source => source.Claims.Any(other => Values.IsDay(other, claim.Day))) || IsEcho(claim, answer, other => claim.Day.Agrees(other.Day)),
            ClaimKind.Period => Find(claim, other => other.Key == claim.Key).Any() || IsEcho(claim, answer, other => other.Key == claim.Key),
            ClaimKind.Weekday => CoversAll(claim) || IsEcho(claim, answer, other => Covers(other, claim.Low)),
            ClaimKind.TimeOfDay => Find(claim, other => IsSameTime(claim, other)).Any() || IsEcho(claim, answer, other => IsSameTime(claim, other)),
            _ => SupportsValue(claim, answer, inAnswer),
        };

    private bool SupportsValue(Claim claim, GuardText answer, IReadOnlyList<Claim> inAnswer)
    {
        var found = FindValue(claim).ToList();
        if (found.Count == 0 && claim is { Kind: ClaimKind.Money, High: 0 })
        {
            return Promised.IsSupported(new Claim(ClaimKind.Promise, nameof(PromiseTopic.Free), claim.Start, claim.End), answer, inAnswer, evidence, customer);
        }

        if (found.Count == 0)
        {
            return IsCustomers(claim, answer);
        }

        // Where the value alone is told (a table's bare number) nothing says what it is of.
        var others = Others(claim, found);
        return SpeaksOfSame(claim, answer, found) && !Subject.IsWrong(answer, claim, inAnswer, found, others);
    }

    private List<(Source, Claim)> Others(Claim claim, List<(Source Source, Claim Claim)> found) =>
        claim.Kind is ClaimKind.Money or ClaimKind.Discount or ClaimKind.Percentage || claim.OnHand || claim.Kind == ClaimKind.Duration
            ? [.. evidence.SelectMany(source => source.Claims
                .Where(other => other.Kind == claim.Kind && other.Unit == claim.Unit && found.TrueForAll(entry => !ReferenceEquals(entry.Claim, other)) && !Values.Agree(claim, other))
                .Select(other => (source, other)))]
            : [];

    private IEnumerable<(Source Source, Claim Claim)> FindValue(Claim claim)
    {
        var found = evidence.SelectMany(source => source.Claims.Where(other => IsSameKind(claim, other) && Values.Agree(claim, other)).Select(other => (source, other))).ToList();
        if (found.Count > 0 || !claim.IsRange || claim.Approximate)
        {
            return found;
        }

        // From so much to so much, where both are told apart.
        var low = evidence.SelectMany(source => source.Claims.Where(other => IsSameKind(claim, other) && (other.Low == claim.Low || other.High == claim.Low)).Select(other => (source, other))).ToList();
        var high = evidence.SelectMany(source => source.Claims.Where(other => IsSameKind(claim, other) && (other.High == claim.High || other.Low == claim.High)).Select(other => (source, other)));
        return low.Count > 0 && high.Any() ? low.Concat(high) : [];
    }

    private static bool IsSameKind(Claim claim, Claim other) => claim.Kind switch
    {
        ClaimKind.Number => other.Kind is not (ClaimKind.Promise or ClaimKind.Stock or ClaimKind.Day or ClaimKind.Weekday or ClaimKind.TimeOfDay or ClaimKind.Period or ClaimKind.Url),
        ClaimKind.Count when claim.OnHand => other.OnHand,
        ClaimKind.Count => other.Kind == ClaimKind.Number || (other.Kind == ClaimKind.Count && IsSameMeasure(claim.Unit, other.Unit)),
        ClaimKind.Money or ClaimKind.Amount or ClaimKind.Percentage or ClaimKind.Duration =>
            (other.Kind == claim.Kind && other.Unit == claim.Unit) || (other.Kind == ClaimKind.Number && claim.Kind is ClaimKind.Money or ClaimKind.Amount),
        _ => other.Kind == claim.Kind,
    };

    // Three kinds are not three times; 个 and whatever counts pieces stand for any.
    private static bool IsSameMeasure(string one, string other) =>
        one == other || !one.StartsWith(Units.Loose, StringComparison.Ordinal) || !other.StartsWith(Units.Loose, StringComparison.Ordinal)
        || one == Units.AnyThing || other == Units.AnyThing;

    // Sent within two days is not delivered within two days; a fee for one thing is none for another.
    private static bool SpeaksOfSame(Claim claim, GuardText answer, List<(Source Source, Claim Claim)> found)
    {
        if (claim.Kind is not (ClaimKind.Duration or ClaimKind.Money))
        {
            return true;
        }

        var told = Activities.Nearest(answer, claim.Start, claim.End);
        if (told == 0 || told == Activities.Visit)
        {
            return true;
        }

        foreach (var (source, occurrence) in found)
        {
            var text = source.Text;
            var meant = Activities.In(text, text.ClauseStart(occurrence.Start), text.ClauseEnd(occurrence.End));
            var around = meant == 0 ? Activities.In(text, text.SentenceStart(occurrence.Start), text.SentenceEnd(occurrence.End)) : meant;
            around |= meant == 0 ? Activities.In(text, 0, text.SentenceEnd(0)) : 0;
            if ((around & told) != 0 || (around == 0 && (told & Activities.Discount) == 0))
            {
                return true;
            }
        }

        return false;
    }

    // The customer's own: how many, an order's number, a phone. The rest only where the answer repeats and declines it.
    private bool IsCustomers(Claim claim, GuardText answer)
    {
        if (claim.Kind is ClaimKind.Count or ClaimKind.Number && !claim.OnHand && Said(claim, other => other.Kind is ClaimKind.Count or ClaimKind.Number && Values.Agree(claim, other)))
        {
            return true;
        }

        if (claim.Kind == ClaimKind.Amount && customer.Exists(line => line.Claims.Any(other => IsSameKind(claim, other) && Values.Agree(claim, other) && Orders(line.Text, other))))
        {
            return true;
        }

        return IsEcho(claim, answer, other => other.Kind == claim.Kind && other.Unit == claim.Unit && Values.Agree(claim, other))
            || (claim.Kind is ClaimKind.Amount or ClaimKind.Count or ClaimKind.Number && !claim.OnHand && IsSupposed(answer.Clause(claim.Start))
                && Said(claim, other => other.Kind == claim.Kind && other.Unit == claim.Unit && Values.Agree(claim, other)));
    }

    // 您家30平米的话: what the customer has, taken up as a condition.
    private static bool IsSupposed(string clause) =>
        (clause.Contains("的话", StringComparison.Ordinal) || clause.StartsWith("如果", StringComparison.Ordinal) || clause.StartsWith("您家", StringComparison.Ordinal) || clause.StartsWith("您的", StringComparison.Ordinal))
        && !clause.Contains("我们", StringComparison.Ordinal) && !clause.Contains("支持", StringComparison.Ordinal) && !clause.Contains("可以", StringComparison.Ordinal);

    private static bool Orders(GuardText line, Claim quantity) =>
        line.Before(quantity.Start, 6).ContainsAny(Buying) && !line.Clause(quantity.Start).AsSpan().ContainsAny('吗', '能', '吧');

    private bool IsEcho(Claim claim, GuardText answer, Func<Claim, bool> isSame) =>
        (Negation.Refuses(answer.Clause(claim.Start)) || (claim.Kind is not (ClaimKind.Money or ClaimKind.Discount or ClaimKind.Percentage) && Mention.Only(answer, claim)))
        && Said(claim, other => other.Kind == claim.Kind && isSame(other));

    private bool Said(Claim claim, Func<Claim, bool> isSame) => customer.Exists(line => line.Claims.Any(isSame));

    private bool SupportsPhone(Claim claim) =>
        evidenceDigits.Split('|').Any(known => known == claim.Key || (claim.Key.Length >= 7 && known.EndsWith(claim.Key, StringComparison.Ordinal)))
        || evidence.Exists(source => source.Claims.Any(other => other.Kind == ClaimKind.Number && other.Key == claim.Key))
        || Said(claim, other => other.Kind is ClaimKind.Phone or ClaimKind.Number && other.Key == claim.Key);

    private bool SupportsCode(Claim claim, GuardText answer) =>
        evidenceCodes.Exists(codes => Codes.Has(codes, claim.Key))
        || (Codes.IsOrderNumber(claim.Key) && Said(claim, other => other.Kind is ClaimKind.Code or ClaimKind.Number or ClaimKind.Phone && CodeReader.Key(other.Key) == claim.Key))
        || IsEcho(claim, answer, other => other.Key == claim.Key);

    private IEnumerable<Claim> Find(Claim claim, Func<Claim, bool> isSame) =>
        evidence.SelectMany(source => source.Claims).Where(other => other.Kind == claim.Kind && isSame(other));

    // Every day of the claim on some day that is told.
    private bool CoversAll(Claim claim)
    {
        for (var day = claim.Low; day <= claim.High; day++)
        {
            if (!Find(claim, other => Covers(other, day)).Any())
            {
                return false;
            }
        }

        return true;
    }

    private static bool Covers(Claim known, decimal day)
    {
        var weekday = ((day - 1) % 7) + 1;
        return (known.Low <= weekday && weekday <= known.High) || (known.Low <= weekday + 7 && weekday + 7 <= known.High);
    }

    private static bool IsSameTime(Claim claim, Claim known) =>
        claim.Low == known.Low || ((claim.Unit.Length == 0 || known.Unit.Length == 0) && claim.Low % 720 == known.Low % 720);

    // A host alone is known when any address on it is; another path is another address.
    private static bool IsSameAddress(string claimed, string known) =>
        claimed == known || (!claimed.Contains('/', StringComparison.Ordinal) && known.StartsWith(claimed + "/", StringComparison.Ordinal));
}
