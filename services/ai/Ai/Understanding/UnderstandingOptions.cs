using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>Who reads intent, emotion and what a conversation was about.</summary>
internal sealed class UnderstandingOptions
{
    public const string Section = "Ai:Understanding";

    /// <summary>Whether a model reads intent and emotion. The rules always do, decide when it fails, and are what it is compared with.</summary>
    public bool UseModel { get; set; }

    /// <summary>Whether a model sums conversations up. The rules do when it fails.</summary>
    public bool SummariseWithModel { get; set; }

    /// <summary>Longest a model may take to read a text, in seconds: a customer waits meanwhile.</summary>
    [Range(0.1, 60)]
    public double ReadSeconds { get; set; } = 3;

    /// <summary>Longest a model may take to sum up a conversation, in seconds.</summary>
    [Range(0.1, 300)]
    public double SummarySeconds { get; set; } = 20;

    /// <summary>Longest summary, in characters.</summary>
    [Range(50, 4000)]
    public int SummaryCharacters { get; set; } = 200;
}

[OptionsValidator]
internal sealed partial class UnderstandingOptionsValidator : IValidateOptions<UnderstandingOptions>;
