using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Replies;

/// <summary>Everything that an answer must pass before a customer may read it, whole or sentence by sentence.</summary>
internal sealed class AnswerReview(IAnswerGuard guard, IEnumerable<IOutputRule> rules, IOptions<AiOptions> options, TimeProvider time)
{
    /// <param name="text">The answer or a sentence of it; marks are taken off.</param>
    /// <param name="command">What was asked.</param>
    /// <param name="dialogue">What the model was told.</param>
    /// <param name="cited">What the answer rests on; absent when that is read from the marks in the text.</param>
    public IReadOnlyList<GuardFinding> Find(
        string text, GenerateReply command, ModelDialogue dialogue, IReadOnlyList<Evidence>? cited)
    {
        if (cited is null)
        {
            (text, cited) = ModelAnswer.Read(text, dialogue.Given);
            cited = cited.Count > 0 ? cited : dialogue.Given;
        }

        var support = new GuardSupport(
            [.. cited.Concat(dialogue.Given.Where(piece => piece.Kind is "erp" or "tool")).DistinctBy(piece => piece.Id)],
            [.. command.History.Where(line => line.Role == "customer").Select(line => line.Text), command.Question],
            command.CustomerName,
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone)).DateTime));
        return [.. rules.SelectMany(rule => rule.Find(text, dialogue.Prompt)), .. guard.Check(text, support)];
    }
}
