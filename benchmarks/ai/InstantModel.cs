using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WeChatPlatform.Llm;

namespace WeChatPlatform.AiBenchmark;

/// <summary>A model, and a chain of models, that answer at once: what is left of a call's time is our own.</summary>
internal sealed class InstantModel : IChatClient, ILlmChain
{
    private const string Text = "您好，7kW充电桩的价格是1980元，整机质保两年[1]。";
    private const int InputTokens = 900;
    private const int OutputTokens = 30;

    public Task<LlmOutcome> CompleteAsync(LlmRequest request, CancellationToken ct)
    {
        var target = request.Targets[0];
        var made = new LlmTry(Failure: null, InputTokens, OutputTokens, TimeSpan.Zero, TimeProvider.System.GetUtcNow()) { Target = target };
        return Task.FromResult(new LlmOutcome(Text, CutOff: false, Failure: null, [made])
        {
            Target = target,
            Message = new ChatMessage(ChatRole.Assistant, Text),
        });
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Text))
        {
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = InputTokens, OutputTokenCount = OutputTokens },
        });

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
