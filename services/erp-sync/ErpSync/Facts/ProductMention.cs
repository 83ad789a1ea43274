using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.ErpSync;

/// <summary>Whether a text names a product: by name, code, model, or what customers call it.</summary>
internal static partial class ProductMention
{
    /// <summary>
    /// Length of the longest wording that the text holds; 0 when it holds none. The longer the wording, the surer it is
    /// this product that is meant.
    /// </summary>
    public static int Length(string text, ErpProduct product)
    {
        var plain = Plain(text);
        return product.Aliases.Append(product.Name).Append(product.Code).Append(product.Model)
            .Select(Plain)
            .Where(wording => Holds(plain, wording))
            .Select(wording => wording.Length)
            .DefaultIfEmpty(0)
            .Max();
    }

    /// <summary>The products that the text names, the longest wording first.</summary>
    public static IReadOnlyList<ErpProduct> Best(string text, IEnumerable<ErpProduct> products, int limit) =>
    [
        .. products
            .Select(product => (Product: product, Length: Length(text, product)))
            .Where(mention => mention.Length > 0)
            .OrderByDescending(mention => mention.Length)
            .ThenBy(mention => mention.Product.Code, StringComparer.Ordinal)
            .Take(limit)
            .Select(mention => mention.Product),
    ];

    /// <summary>
    /// The products that somebody means who names one: those that the words name, and when there is none, those whose name or alias holds the
    /// words.
    /// </summary>
    public static IReadOnlyList<ErpProduct> Meant(string words, IReadOnlyList<ErpProduct> products, int limit)
    {
        var named = Best(words, products, limit);
        var plain = Plain(words.Trim());
        return named.Count > 0
            ? named
            :
            [
                .. products
                    .Where(product => product.Aliases.Append(product.Name).Append(product.Model).Any(wording => Holds(Plain(wording), plain)))
                    .OrderBy(product => product.Code, StringComparer.Ordinal)
                    .Take(limit),
            ];
    }

    // Spaces and hyphens come and go: 7 kW is 7kW, AC-07 is AC07; but 7kW 11kW stay two words.
    private static string Plain(string text) => Gap()
        .Replace(text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Replace("千瓦", "kw", StringComparison.Ordinal), "");

    private static bool Holds(string text, string wording)
    {
        if (wording.Length < 2)
        {
            return false;
        }

        var at = text.IndexOf(wording, StringComparison.Ordinal);
        while (at >= 0)
        {
            if (!ContinuesWord(text, at - 1, wording[0]) && !ContinuesWord(text, at + wording.Length, wording[^1]))
            {
                return true;
            }

            at = text.IndexOf(wording, at + 1, StringComparison.Ordinal);
        }

        return false;
    }

    // 7kw is not in 17kw, and ac07 is not in ac071; Chinese words have no such borders.
    private static bool ContinuesWord(string text, int at, char edge) =>
        at >= 0 && at < text.Length && char.IsAsciiLetterOrDigit(edge) && char.IsAsciiLetterOrDigit(text[at]);

    [GeneratedRegex(
        @"(?<![a-z0-9])\s+|\s+(?![a-z0-9])|(?<=(?<![a-z0-9])[a-z]{1,4})[\s\-_]+(?=[0-9])|(?<=[0-9])\s+(?=kw(?![a-z0-9]))",
        RegexOptions.None,
        1000)]
    private static partial Regex Gap();
}
