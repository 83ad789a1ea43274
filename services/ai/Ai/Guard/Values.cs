namespace WeChatPlatform.Ai.Guard;

/// <summary>Does a value that somebody claims agree with one that is known?</summary>
internal static class Values
{
    /// <summary>1.18 in a table of days is 18 January.</summary>
    public static bool IsDay(Claim number, DayParts day) =>
        number.Kind == ClaimKind.Number && day is { Month: > 0, Day: > 0 } && (day.Month + (day.Day / 100m)) is var written
        && (number.Low == written || number.High == written);

    // The 60 of Mate60.
    private static bool HasRun(string code, string digits)
    {
        for (var at = code.IndexOf(digits, StringComparison.Ordinal); at >= 0; at = code.IndexOf(digits, at + 1, StringComparison.Ordinal))
        {
            var end = at + digits.Length;
            if ((at == 0 || !char.IsAsciiDigit(code[at - 1])) && (end == code.Length || !char.IsAsciiDigit(code[end])))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Agree(Claim claim, Claim known)
    {
        if (claim.Key.Length > 15 || known.Key.Length > 15)
        {
            return claim.Key == known.Key;
        }

        if ((claim.Low == known.Low && claim.High == known.High)
            || (claim.Kind == ClaimKind.Number && !claim.IsRange && known.Number == claim.Number && known.Kind is ClaimKind.Amount or ClaimKind.Count or ClaimKind.Duration))
        {
            return true;
        }

        if (claim.Kind == ClaimKind.Number && known.Kind is ClaimKind.Code or ClaimKind.Phone)
        {
            return claim.Key.Length > 1 && (claim.Key == known.Key || HasRun(known.Key, claim.Key));
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
