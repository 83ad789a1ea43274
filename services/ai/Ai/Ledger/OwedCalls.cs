using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Ledger;

/// <summary>Questions beside an answer: when nobody waits for one any more, what it has cost by then is in the ledger all the same.</summary>
internal static class OwedCalls
{
    public static async Task<LlmOutcome> CompleteAsync(
        this ILlmChain chain, LlmRequest request, CallContext about, ISpending? spending, CancellationToken ct)
    {
        try
        {
            return await chain.CompleteAsync(request, ct);
        }
        catch (LlmAbandonedException abandoned) when (spending is not null)
        {
            await spending.WriteAsync(about, [.. abandoned.Tries.Select(one => new ModelCall(one, about.Purpose))], CancellationToken.None);
            throw;
        }
    }
}
