using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>What can be read without a model: the same text reads the same, in microseconds, and costs nothing.</summary>
internal static class RuleTextReader
{
    /// <summary>Longer texts are read by their beginning and end, where people say what they want.</summary>
    private const int MostCharacters = 2000;

    public static RuleReading Read(string question, IReadOnlyList<ChatLine> history)
    {
        var text = question.Length <= MostCharacters ? question : question[..(MostCharacters / 2)] + question[^(MostCharacters / 2)..];
        var before = history.Count > 0 && history[^1].Role == "assistant" ? history[^1].Text : null;
        return new RuleReading(IntentRules.Of(text), EmotionRules.Of(text), DialogueActRules.Of(text, before));
    }
}
