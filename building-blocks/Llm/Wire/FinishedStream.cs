using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace WeChatPlatform.Llm;

/// <summary>What both adapters do around the stream of their SDK: translate its failures, and insist on an end.</summary>
internal static class FinishedStream
{
    public static async IAsyncEnumerable<ChatResponseUpdate> Of(
        IAsyncEnumerable<ChatResponseUpdate> stream, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var updates = stream.GetAsyncEnumerator(ct);
        var finished = false;
        while (await MoveNextAsync(updates, ct))
        {
            finished |= updates.Current.FinishReason is not null;
            yield return updates.Current;
        }

        // A connection that closes politely in the middle looks like an end; only the finish reason tells.
        if (!finished)
        {
            throw new LlmException(LlmFailure.Unavailable);
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken ct)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception failure) when (ProviderFailures.IsOfTheProvider(failure))
        {
            throw ProviderFailures.Translate(failure, ct);
        }
    }
}
