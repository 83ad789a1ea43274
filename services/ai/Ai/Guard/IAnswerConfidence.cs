using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Guard;

/// <summary>How far an answer is to be trusted, 0 to 1, and what speaks for and against it.</summary>
internal interface IAnswerConfidence
{
    AnswerTrust Of(AnswerTrustInput input);
}

/// <remarks>
/// <paramref name="Cited"/> is what the answer marks as its sources, empty when it marks none; <paramref name="CutOff"/> says that
/// </remarks>
internal sealed record AnswerTrustInput(
    string Question, string Answer, IReadOnlyList<Evidence> Given, IReadOnlyList<Evidence> Cited, bool CutOff, bool WasRewritten);

internal sealed record AnswerTrust(double Confidence, IReadOnlyList<string> Reasons);
