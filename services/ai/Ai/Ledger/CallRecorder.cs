using WeChatPlatform.Llm;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Ai.Ledger;

/// <summary>
/// Puts the calls of one consumed command into the ledger: rows and events in the command's own transaction, the counters
/// once it is settled.
/// </summary>
internal sealed class CallRecorder(AiDbContext context, IOutbox<AiDbContext> outbox, IModelPrices prices, ISpending spending)
{
    private readonly List<LlmCall> _rows = [];

    /// <summary>Inside the transaction; again on a retry of it.</summary>
    public IReadOnlyList<LlmCall> Record(CallContext about, IEnumerable<ModelCall> calls)
    {
        _rows.Clear();
        foreach (var call in calls)
        {
            var row = LlmCall.Of(about, call, prices.Of(call.Try.Target));
            _rows.Add(row);
            context.LlmCalls.Add(row);
            outbox.Publish(row.ToEvent(), about.ConversationId);
        }

        return _rows;
    }

    /// <summary>After the transaction: what was recorded is counted; what another delivery made needless is written all the same.</summary>
    public Task SettleAsync(CallContext about, IReadOnlyList<ModelCall> calls, bool isRecorded, CancellationToken ct) =>
        isRecorded ? spending.CountAsync(_rows, ct) : spending.WriteAsync(about, calls, ct);
}
