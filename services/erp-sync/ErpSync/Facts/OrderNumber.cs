using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.ErpSync;

/// <summary>Numbers of orders and parcels: two to four letters and at least eight digits, or at least ten digits.</summary>
internal static partial class OrderNumber
{
    /// <summary>Width and case of what people type do not count.</summary>
    public static string Normalize(string text) => text.Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant();

    /// <summary>
    /// Every number in the text that could be an order's. A phone number may be among them: it finds no order, and nobody
    /// is told another contact's.
    /// </summary>
    public static IReadOnlyList<string> FindAll(string text) =>
        [.. Candidate().Matches(Normalize(text)).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    // What follows must not be part of the same word: DD20250301001 is one number, not its first ten digits.
    [GeneratedRegex("(?<![A-Z0-9])(?:[A-Z]{2,4}[0-9]{8,}|[0-9]{10,})(?![A-Z0-9])", RegexOptions.None, 1000)]
    private static partial Regex Candidate();
}
