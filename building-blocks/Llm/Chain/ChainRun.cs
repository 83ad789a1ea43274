using Microsoft.Extensions.AI;
using Polly;

namespace WeChatPlatform.Llm;

/// <summary>One question on its way through the chain: its deadline, what was tried, and whether anybody sees something of it.</summary>
internal sealed class ChainRun(LlmRequest request, LlmOptions options, TimeProvider time)
{
    public static readonly ResiliencePropertyKey<ProviderTurn> TurnKey = new("turn");

    // Enough of the time that one more provider can answer in what is left.
    private const double ShareBeforeOthers = 2.0 / 3;

    private readonly long _started = time.GetTimestamp();
    private readonly TimeSpan _deadline = request.Deadline ?? TimeSpan.FromSeconds(options.TotalTimeoutSeconds);
    private IReadOnlyList<ChatMessage>? _masked;

    public LlmRequest Request => request;

    public List<LlmTry> Tries { get; } = [];

    /// <summary>From then on nobody else may continue the answer.</summary>
    public bool IsVisible { get; set; }

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public TimeSpan Remaining => _deadline - Elapsed;

    /// <summary>The time that one provider gets: all there is for the last one.</summary>
    public TimeSpan ShareOf(bool othersWait) => othersWait ? Remaining * ShareBeforeOthers : Remaining;

    /// <summary>The question as this provider may read it.</summary>
    public IReadOnlyList<ChatMessage> MessagesFor(ConfiguredProvider provider) =>
        provider.MasksPersonalData ? _masked ??= MaskedMessages.Of(request.Messages) : request.Messages;

    public ChatOptions OptionsFor(ChatConnector connector, ConfiguredProvider provider, string model)
    {
        var wish = connector.Options(provider, model, request.MaxTokens ?? options.MaxTokens, request.Temperature ?? options.Temperature);
        wish.Tools = request.Tools.Count > 0 ? [.. request.Tools] : null;
        return wish;
    }

    public bool Streams => request.OnText is not null || options.Streaming;
}

/// <summary>A provider's turn in a run: until when it lasts, and whether another one could answer instead.</summary>
internal sealed record ProviderTurn(ChainRun Run, ConfiguredProvider Provider, LlmTarget Target, IChatClient Client, bool OthersWait)
{
    /// <summary>When the run has gone on for so long, the turn is over.</summary>
    public TimeSpan Until { get; } = Run.Elapsed + Run.ShareOf(OthersWait);

    public TimeSpan Remaining => Until - Run.Elapsed;
}
