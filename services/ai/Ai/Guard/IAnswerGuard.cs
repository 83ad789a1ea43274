using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Finds what an answer claims and nothing supports. Deterministic: no prompt, no model. Works on a whole answer and, for a
/// stream, on one sentence.
/// </summary>
internal interface IAnswerGuard
{
    IReadOnlyList<GuardFinding> Check(string answer, GuardSupport support);
}

/// <summary>
/// What may support a claim: evidence and ERP facts (anything), the customer's own words (only what is the customer's: order
/// number, phone, name, quantity), and today, for words such as tomorrow.
/// </summary>
internal sealed record GuardSupport(IReadOnlyList<Evidence> Evidence, IReadOnlyList<string> CustomerWords, string? CustomerName, DateOnly Today);

/// <summary>
/// One claim without support. <paramref name="Kind"/> is a stable word: price, amount, percentage, date, stock, phone, url, model_number,
/// promise, system_text; <paramref name="Text"/> is the claim as it stands in the answer, at <paramref name="Start"/>.
/// </summary>
internal sealed record GuardFinding(string Kind, string Text, int Start);
