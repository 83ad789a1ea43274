namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Reads out of a text what it claims. What is found first takes its characters: addresses and phones, then days, then codes, then
/// quantities; promises are words and read for themselves.
/// </summary>
internal static class ClaimReader
{
    public static List<Claim> Read(GuardText text, DateOnly today)
    {
        var claims = new List<Claim>();
        var taken = new bool[text.Length + 1];
        for (var at = 0; at < text.Length; at++)
        {
            if (!taken[at])
            {
                Take(AddressReader.TryRead(text, at) ?? PhoneReader.TryRead(text, at));
            }
        }

        for (var at = 0; at < text.Length; at++)
        {
            if (!taken[at] && DayReader.TryRead(text, at, today) is { } day)
            {
                Take(day);
                at = day.End - 1;
            }
        }

        for (var at = 0; at < text.Length; at++)
        {
            if (!taken[at])
            {
                Take(CodeReader.TryRead(text, at));
            }
        }

        for (var at = 0; at < text.Length; at++)
        {
            if (!taken[at] && QuantityReader.TryRead(text, at, out var quantity, out var end))
            {
                Take(quantity);
                at = Math.Max(at, end - 1);
            }
        }

        claims.AddRange(PromiseReader.Read(text));
        foreach (var free in claims.Where(claim => claim is { Kind: ClaimKind.Money, High: 0 }).ToList())
        {
            claims.Add(new Claim(ClaimKind.Promise, nameof(PromiseTopic.Free), free.Start, free.End));
        }

        return claims;

        void Take(Claim? claim)
        {
            if (claim is not null)
            {
                claims.Add(claim);
                taken.AsSpan(claim.Start, claim.End - claim.Start).Fill(true);
            }
        }
    }
}
