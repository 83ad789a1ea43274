using System.Runtime.InteropServices;

namespace WeChatPlatform.Ai.Guard;

internal enum ClaimKind
{
    Money,
    Percentage,
    Discount,
    Amount,
    Count,
    Duration,
    Day,
    Weekday,
    TimeOfDay,
    Period,
    Number,
    Phone,
    Url,
    Code,
    Stock,
    Promise,
}

/// <summary>What is said about a value: exactly it, at least it (起, 最快), at most it (以内, 最多).</summary>
internal enum Bound
{
    None,
    AtLeast,
    AtMost,
}

/// <summary>
/// Something that a text says and that can be looked up elsewhere. <see cref="Unit"/> is a currency, a physical dimension or a topic; the
/// values are in the dimension's base unit. <see cref="Start"/> and <see cref="End"/> are places in the <see cref="GuardText"/>.
/// </summary>
internal sealed record Claim(ClaimKind Kind, string Unit, int Start, int End)
{
    public decimal Low { get; init; }

    public decimal High { get; init; }

    /// <summary>The number as it is written, without its unit.</summary>
    public decimal Number { get; init; }

    public Bound Bound { get; init; }

    public bool Approximate { get; init; }

    /// <summary>Of an approximate value what it is below.</summary>
    public decimal Ceiling { get; init; }

    /// <summary>What is compared of a phone, a URL, a code or a name of a day.</summary>
    public string Key { get; init; } = "";

    public DayParts Day { get; init; }

    /// <summary>The text says the contrary: not free, no refund, out of stock.</summary>
    public bool Negated { get; init; }

    /// <summary>A quantity on hand, not any number of pieces.</summary>
    public bool OnHand { get; init; }

    public bool IsRange => Low != High;
}

/// <summary>A day as far as it was named; 0 is not named.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DayParts(int Year, int Month, int Day)
{
    public bool Agrees(DayParts other) =>
        (Year == other.Year || Year == 0 || other.Year == 0)
        && (Month == 0 || Month == other.Month)
        && (Day == 0 || Day == other.Day)
        && (Month != 0 || Day != 0 || Year == other.Year);
}
