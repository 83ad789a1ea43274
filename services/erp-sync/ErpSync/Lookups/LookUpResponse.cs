using WeChatPlatform.Contracts;

namespace WeChatPlatform.ErpSync;

/// <summary>What a look-up came to.</summary>
/// <remarks>
/// <paramref name="Outcome"/> is found, not_found (the mirror has what was asked for of nobody, or not of this contact) or unknown (the mirror
/// was never filled with its kind, so nothing can be said). <paramref name="NotKnown"/> names what belongs to the question and is not in the
/// mirror, by stable words: who answers must not make it up.
/// </remarks>
internal sealed record LookUpResponse(string Outcome, IReadOnlyList<Evidence> Facts, IReadOnlyList<string> NotKnown)
{
    public const string Found = "found";
    public const string NotFound = "not_found";
    public const string Unknown = "unknown";

    public static LookUpResponse Of(IReadOnlyList<Evidence> facts, bool mirrorIsFilled, IReadOnlyList<string> notKnown) => new(
        facts.Count > 0 ? Found : mirrorIsFilled ? NotFound : Unknown, facts, notKnown);
}
