using System.Buffers;

namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Compares what an answer claims with what its evidence says, after both were brought to one way of writing. Nothing is inferred: a
/// sum, a converted month or a stronger word is a claim of its own. Costs time in proportion to the texts and keeps nothing.
/// </summary>
internal sealed class EvidenceGuard : IAnswerGuard
{
    private static readonly SearchValues<char> Selling = SearchValues.Create("价售卖元块¥");

    public IReadOnlyList<GuardFinding> Check(string answer, GuardSupport support)
    {
        var text = GuardText.Of(answer);
        var claims = ClaimReader.Read(text, support.Today);
        if (claims.Count == 0)
        {
            return [];
        }

        var sources = new GuardSources(support);
        var findings = new List<GuardFinding>();
        foreach (var claim in claims.OrderBy(claim => claim.Start))
        {
            if (IsClaimed(text, claim) && !sources.Supports(claim, text, claims))
            {
                var (start, end) = text.Origin(claim.Start, claim.End);
                findings.Add(new GuardFinding(Kind(text, claim), answer[start..end], start));
            }
        }

        return findings;
    }

    // To deny a promise is none; that something is out of stock, or is not, is told either way.
    private static bool IsClaimed(GuardText text, Claim claim) => claim.Kind switch
    {
        ClaimKind.Promise => !claim.Negated && !Mention.Only(text, claim),
        ClaimKind.Stock => !Mention.Only(text, claim),
        _ => true,
    };

    private static string Kind(GuardText text, Claim claim) => claim.Kind switch
    {
        ClaimKind.Money => IsPrice(text, claim) ? "price" : "amount",
        ClaimKind.Percentage or ClaimKind.Discount => "percentage",
        ClaimKind.Day or ClaimKind.Weekday or ClaimKind.TimeOfDay or ClaimKind.Period or ClaimKind.Duration => "date",
        ClaimKind.Stock => "stock",
        ClaimKind.Count when claim.OnHand => "stock",
        ClaimKind.Phone => "phone",
        ClaimKind.Url => "url",
        ClaimKind.Code => "model_number",
        ClaimKind.Promise => "promise",
        _ => "amount",
    };

    private static bool IsPrice(GuardText text, Claim claim) => text.Clause(claim.Start).AsSpan().ContainsAny(Selling);
}
