namespace WeChatPlatform.Ai.Guard;

/// <summary>Does a value that somebody claims agree with one that is known?</summary>
internal static class Values
{
    public static bool Agree(Claim claim, Claim known)
    {
        if (claim.Key.Length > 15 || known.Key.Length > 15)
        {
            return claim.Key == known.Key;
        }

        if (claim.Low == known.Low && claim.High == known.High)
        {
            return true;
        }

        if (claim.Kind == ClaimKind.Number && known.Kind is ClaimKind.Code or ClaimKind.Phone)
        {
            return true;
        }

        // 1800多 is any value from there to the next hundred, and the other way round.
        if (claim.Approximate && known.Low >= claim.Low && known.Low < claim.Ceiling)
        {
            return true;
        }

        // Of a known range its ends may be told as what they are: at the earliest, at the latest. "3 days" is not "3 to 5 days".
        return known.IsRange && !claim.IsRange && claim.Bound switch
        {
            Bound.AtMost => claim.High == known.High,
            Bound.AtLeast => claim.Low == known.Low,
            _ => false,
        };
    }
}
