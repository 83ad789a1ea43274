using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag.Learning;

/// <summary>What is learned from conversations that closed, and what of it waits for a person.</summary>
public sealed class LearningOptions
{
    public const string Section = "Rag:Learning";

    /// <summary>Whether anything is learned, and unanswered questions are kept. What is there already stays.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>An answer is learned from only when it was surer than this at the time; one by staff when it surely answers the question.</summary>
    [Range(0, 1)]
    public double AnswerConfidence { get; set; } = 0.75;

    /// <summary>A pair of at least this quality goes into the knowledge without a person.</summary>
    [Range(0, 1)]
    public double PublishQuality { get; set; } = 0.80;

    /// <summary>A pair of at least this quality waits for a person; what is worse is dropped.</summary>
    [Range(0, 1)]
    public double ReviewQuality { get; set; } = 0.70;

    /// <summary>Answers of staff wait for a person whatever their quality: what was said to one customer may not be for all.</summary>
    public bool ReviewStaffAnswers { get; set; } = true;

    /// <summary>A shorter answer of a machine is not learned, in characters.</summary>
    [Range(1, 500)]
    public int ShortestAnswer { get; set; } = 20;

    /// <summary>A question whose best evidence scored less than this had none that is good.</summary>
    [Range(0, 1)]
    public double GapScore { get; set; } = 0.55;

    /// <summary>Unanswered questions that are alike make a gap from this number on.</summary>
    [Range(1, 1000)]
    public int GapOccurrences { get; set; } = 3;

    /// <summary>How long unanswered questions are kept, in days.</summary>
    [Range(1, 730)]
    public int GapDays { get; set; } = 90;
}

[OptionsValidator]
internal sealed partial class LearningOptionsValidator : IValidateOptions<LearningOptions>;

/// <summary>What single properties cannot say of themselves.</summary>
internal sealed class LearningOptionsConsistency : IValidateOptions<LearningOptions>
{
    public ValidateOptionsResult Validate(string? name, LearningOptions options) =>
        options.ReviewQuality > options.PublishQuality
            ? ValidateOptionsResult.Fail("Rag:Learning:ReviewQuality must not be greater than Rag:Learning:PublishQuality.")
            : ValidateOptionsResult.Success;
}
