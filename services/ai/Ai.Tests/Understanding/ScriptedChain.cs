using Microsoft.Extensions.AI;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Tests.Understanding;

/// <summary>Stands for the chain of models: says what it is told to, and keeps what it was asked.</summary>
internal sealed class ScriptedChain(Func<LlmRequest, string?> answer) : ILlmChain
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    public List<LlmRequest> Asked { get; } = [];

    /// <summary>A provider of this machine with a model that sees.</summary>
    public static ConfiguredProvider Provider(string id, string? vision = "sees", bool masks = false) => new()
    {
        Id = id, Kind = "custom", Protocol = LlmProtocol.OpenAi, BaseUrl = new Uri("http://localhost/v1"), ApiKey = "", Model = "reads",
        VisionModel = vision, Receiver = new TextReceiver("本机", "this machine"), MasksPersonalData = masks, Version = "1",
    };

    public Task<LlmOutcome> CompleteAsync(LlmRequest request, CancellationToken ct)
    {
        Asked.Add(request);
        var text = answer(request);
        var failure = text is null ? LlmFailure.Unavailable : (LlmFailure?)null;
        return Task.FromResult(new LlmOutcome(
            text, CutOff: false, failure, [new LlmTry(failure, 10, 5, TimeSpan.FromSeconds(1), Noon) { Target = request.Targets[0] }])
        {
            Target = text is null ? null : request.Targets[0],
            Message = text is null ? null : new ChatMessage(ChatRole.Assistant, text),
        });
    }
}

internal sealed class FixedProviders(params IReadOnlyList<ConfiguredProvider> providers) : IProviderSource
{
    public ValueTask<IReadOnlyList<ConfiguredProvider>> CurrentAsync(CancellationToken ct) => ValueTask.FromResult(providers);
}

internal sealed class BrokenProviders : IProviderSource
{
    public ValueTask<IReadOnlyList<ConfiguredProvider>> CurrentAsync(CancellationToken ct) =>
        throw new InvalidOperationException("The database is away.");
}
