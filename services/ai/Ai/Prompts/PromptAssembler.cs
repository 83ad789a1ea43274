using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Prompts.Fencing;
using WeChatPlatform.Ai.Understanding;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>Assembles with what is published for the account and the intent. Asks no database: published prompts are in memory.</summary>
internal sealed class PromptAssembler(
    PublishedPrompts published, IOptions<AiOptions> answers, IOptions<PromptOptions> options, ILogger<PromptAssembler> logger) : IPromptAssembler
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    public ValueTask<AssembledPrompt> AssembleAsync(GenerateReply command, TextReading reading, CancellationToken ct)
    {
        var assembled = PromptAssembly.Of(
            published.For(command.AgentId, reading.Intent),
            command,
            reading,
            DataFence.New(),
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(command.At, zone).DateTime),
            answers.Value,
            options.Value);
        if (assembled.Cuts.Count > 0 && logger.IsEnabled(LogLevel.Debug))
        {
            logger.PromptCutShort(
                command.TurnId, assembled.Version, assembled.EstimatedTokens,
                string.Join(", ", assembled.Cuts.Select(cut => $"{cut.Part} {cut.Tokens}")));
        }

        return ValueTask.FromResult(assembled);
    }
}
