using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace WeChatPlatform.Llm;

/// <summary>What both adapters do around the stream of their SDK: translate its failures, and insist on an end.</summary>
internal static class FinishedStream
{
    public static async IAsyncEnumerable<ChatResponseUpdate> Of(
        IAsyncEnumerable<ChatResponseUpdate> stream, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var updates = stream.GetAsyncEnumerator(ct);
        var (any, finished) = (false, false);
        while (await MoveNextAsync(updates, any, ct))
        {
            any = true;
            finished |= updates.Current.FinishReason is not null;
            yield return updates.Current;
        }

        // A connection that closes politely in the middle looks like an end; only the finish reason tells. A body without a
        // single event is another page.
        if (!finished)
        {
            throw new LlmException(any ? LlmFailure.Unavailable : LlmFailure.BadAnswer) { MayCost = true };
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, bool began, CancellationToken ct)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception failure) when (ProviderFailures.IsOfTheProvider(failure))
        {
            // What began as the protocol and is no longer broke off: some say the error in the middle of the stream.
            throw began && !ct.IsCancellationRequested && IsOfTheBody(failure)
                ? new LlmException(LlmFailure.Unavailable) { MayCost = true }
                : ProviderFailures.Translate(failure, ct);
        }
    }

    private static bool IsOfTheBody(Exception failure) => failure is JsonException or InvalidOperationException or KeyNotFoundException;
}
