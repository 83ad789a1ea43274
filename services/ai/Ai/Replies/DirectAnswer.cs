using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Replies;

/// <summary>
/// An answer that the company wrote itself: the question is met so well that its pair is told word for word, without a model. Facts
/// of the ERP that fit come first, because they may say more than the pair.
/// </summary>
internal static class DirectAnswer
{
    private const string Erp = "erp";

    public static WrittenReply? Of(GenerateReply command) =>
        command.Evidence.FirstOrDefault(piece => piece.IsDirect && !string.IsNullOrWhiteSpace(piece.Text)) is { } pair
        && !command.Evidence.Any(piece => piece.Kind == Erp && piece.Score >= pair.Score)
            ? new WrittenReply(pair.Text.Trim(), Math.Min(pair.Score, 1), WrittenReply.FromTemplate, Provider: null, Model: null, [pair.Id])
            : null;
}
