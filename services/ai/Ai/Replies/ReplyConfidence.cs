using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai;

/// <summary>
/// How far a model's answer is to be trusted: as far as the best piece of evidence that it rests on, and no further, since
/// a model words well what it does not know. Without evidence it is 0.5 at most, which is below every threshold that answers.
/// </summary>
internal static class ReplyConfidence
{
    public const double WithoutEvidence = 0.5;

    public static double Of(IReadOnlyCollection<Evidence> restsOn) =>
        restsOn.Count == 0 ? WithoutEvidence : Math.Clamp(restsOn.Max(piece => piece.Score), 0, 1);
}
