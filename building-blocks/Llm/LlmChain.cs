using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace WeChatPlatform.Llm;

/// <summary>
/// Asks the targets in their order under one deadline. The next one is asked when one fails, unless the failure is about the
/// question (400, 401, 422, refused content) or something of the answer is visible by then. docs/adr/0024.
/// </summary>
internal sealed class LlmChain(
    IProviderSource providers, ProviderConnections connections, IOptions<LlmOptions> options, TimeProvider time, ILogger<LlmChain> logger)
    : ILlmChain
{
    public async Task<LlmOutcome> CompleteAsync(LlmRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var run = new ChainRun(request, options.Value, time);
        var failure = LlmFailure.Unavailable;
        var known = (await providers.CurrentAsync(ct)).ToDictionary(provider => provider.Id, StringComparer.Ordinal);
        var targets = request.Targets.Where(target => known.ContainsKey(target.Provider)).ToList();
        for (var place = 0; place < targets.Count && run.Remaining > TimeSpan.Zero; place++)
        {
            var target = targets[place];
            var next = place + 1 < targets.Count ? targets[place + 1] : null;
            var (answer, failed) = await AskAsync(run, known[target.Provider], target, next is not null, ct);
            if (answer is not null)
            {
                return Answered(run, target, answer);
            }

            failure = failed;
            if (run.IsVisible || !failure.AllowsAnother())
            {
                break;
            }

            if (next is not null)
            {
                LlmMetrics.Switched(target, next, failure);
                logger.Switched(target, next, failure.ToWord());
            }
        }

        logger.GaveUp(failure.ToWord(), targets.Count, run.Tries.Count);
        return new LlmOutcome(Text: null, CutOff: false, failure, run.Tries);
    }

    internal static LlmFailure? FailureOf(Exception? failure) => failure switch
    {
        LlmException known => known.Failure,
        TimeoutRejectedException => LlmFailure.Timeout,
        ProviderBusyException => LlmFailure.RateLimited,
        BrokenCircuitException => LlmFailure.Unavailable,
        _ => null,
    };

    private async Task<(ChatResponse? Answer, LlmFailure Failure)> AskAsync(
        ChainRun run, ConfiguredProvider provider, LlmTarget target, bool othersWait, CancellationToken ct)
    {
        var connection = connections.Of(provider);
        if (connection.Rests)
        {
            return (null, LlmFailure.RateLimited);
        }

        try
        {
            return (await connection.AskAsync(run, target, othersWait, ct), default);
        }
        catch (Exception failed) when (FailureOf(failed) is { } known)
        {
            return (null, known);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw new LlmAbandonedException(run.Tries, ct);
        }
    }

    private static LlmOutcome Answered(ChainRun run, LlmTarget target, ChatResponse answer)
    {
        var made = run.Tries[^1];
        return new LlmOutcome(answer.Text, answer.FinishReason == ChatFinishReason.Length, Failure: null, run.Tries)
        {
            Target = target,
            Message = Whole(answer),

            // From the question on: what went before the try that answered is time that its reader waited.
            FirstText = made.FirstText is { } first ? run.Elapsed - made.Duration + first : null,
        };
    }

    // A provider may say text and calls as messages of their own.
    private static ChatMessage Whole(ChatResponse answer) =>
        answer.Messages.Count == 1 ? answer.Messages[0]
        : new ChatMessage(ChatRole.Assistant, [.. answer.Messages.SelectMany(message => message.Contents)]);
}
