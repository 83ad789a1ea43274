using System.Text;
using Microsoft.Extensions.AI;

namespace WeChatPlatform.Llm;

/// <summary>
/// One request to a provider, and its line for the ledger. Whatever becomes of it, the line is written: what a provider did not
/// count is estimated where it may have worked.
/// </summary>
internal sealed class ProviderTry(ProviderTurn turn, ChatConnector connector, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private readonly DateTimeOffset _at = time.GetUtcNow();
    private readonly StringBuilder _received = new();
    private TimeSpan? _firstText;
    private UsageDetails? _usage;
    private bool _isWhole;

    /// <exception cref="LlmException">There is no answer.</exception>
    public async ValueTask<ChatResponse> AskAsync(CancellationToken ct)
    {
        turn.Run.Request.OnTry?.Invoke(turn.Target);
        try
        {
            var answer = await ReadAsync(ct);
            if (Fault(answer) is { } fault)
            {
                throw fault;
            }

            Record(failure: null, answer.Text, abandoned: false);
            return answer;
        }
        catch (LlmException failed)
        {
            Record(failed, "", abandoned: false);
            throw;
        }
        catch (OperationCanceledException)
        {
            Record(new LlmException(LlmFailure.Timeout), "", abandoned: true);
            throw;
        }
    }

    private async Task<ChatResponse> ReadAsync(CancellationToken ct)
    {
        var messages = turn.Run.MessagesFor(turn.Provider);
        var options = turn.Run.OptionsFor(connector, turn.Provider, turn.Target.Model);
        if (!turn.Run.Streams)
        {
            var whole = await turn.Client.GetResponseAsync(messages, options, ct);
            (_usage, _isWhole) = (whole.Usage, true);
            return whole;
        }

        List<ChatResponseUpdate> updates = [];
        await foreach (var update in turn.Client.GetStreamingResponseAsync(messages, options, ct))
        {
            updates.Add(update);
            _usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? _usage;
            if (update.Text is { Length: > 0 } text)
            {
                await TellAsync(text, ct);
            }
        }

        var answer = updates.ToChatResponse();
        (answer.Usage, _isWhole) = (_usage, true);
        return answer;
    }

    private async ValueTask TellAsync(string text, CancellationToken ct)
    {
        _firstText ??= time.GetElapsedTime(_started);
        _received.Append(text);
        if (turn.Run.Request.OnText is { } reader && await reader(text, ct))
        {
            turn.Run.IsVisible = true;
        }
    }

    private static LlmException? Fault(ChatResponse answer) =>
        answer.FinishReason == ChatFinishReason.ContentFilter
            ? new LlmException(LlmFailure.Rejected) { Objection = ProviderObjection.Content }
        : string.IsNullOrWhiteSpace(answer.Text) && !Calls(answer).Any() ? new LlmException(LlmFailure.BadAnswer)
        : Calls(answer).Any(call => call.Name.Length == 0 || call.Exception is not null) ? new LlmException(LlmFailure.BadAnswer)
        : null;

    private static IEnumerable<FunctionCallContent> Calls(ChatResponse answer) =>
        answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>();

    private void Record(LlmException? failure, string answer, bool abandoned)
    {
        // A refusal costs nothing. An answer that broke off, or that we left, was worked on; what a broken stream counted is not
        // the end of it. Nobody reads a question of no tokens: who does not know says 0 where the protocol wants a number.
        var worked = failure is null or { MayCost: true } || abandoned || _isWhole || _received.Length > 0;
        var counted = _isWhole && _usage is { InputTokenCount: > 0, OutputTokenCount: not null };
        var text = answer.Length > 0 ? answer : _received.ToString();
        var made = new LlmTry(
            failure?.Failure,
            counted ? (int)_usage!.InputTokenCount!.Value : worked ? TokenEstimate.Of(turn.Run.MessagesFor(turn.Provider)) : 0,
            counted ? (int)_usage!.OutputTokenCount!.Value : worked ? TokenEstimate.Of(text) : 0,
            time.GetElapsedTime(_started),
            _at)
        {
            Target = turn.Target,
            IsEstimated = worked && !counted,
            WasAbandoned = abandoned,
            FirstText = _firstText,
            Status = failure?.Status,
            Objection = failure?.Objection ?? ProviderObjection.None,
        };
        turn.Run.Tries.Add(made);
        LlmMetrics.Record(made);
    }
}
