namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// What one relay has read and not yet deleted. Of one key, one row at a time is with the transport: a later one never
/// overtakes it, whatever the transport answers.
/// </summary>
/// <remarks>Used by the relay's loop alone.</remarks>
internal sealed class RowsUnderWay
{
    private readonly Dictionary<long, OutboxRow> rows = [];
    private readonly Dictionary<Guid, Queue<OutboxRow>> keys = [];
    private readonly int[] perLane = new int[OutboxRow.Lanes];
    private readonly List<OutboxRow> sent = [];

    public int Count => rows.Count;

    public IReadOnlyCollection<long> Ids => rows.Keys;

    /// <summary>Rows that the transport has and the table still holds.</summary>
    public int SentCount => sent.Count;

    public IReadOnlyCollection<long> SentIds => [.. sent.Select(row => row.Id)];

    public bool IsEmpty(int lane) => perLane[lane] == 0;

    /// <summary>True when nothing of a lane is with the transport or waits for it.</summary>
    public bool IsSent(int lane) => perLane[lane] == 0 || perLane[lane] == sent.Count(row => row.Lane == lane);

    /// <returns>True when the row may go to the transport now; false when it waits for an earlier one of its key.</returns>
    public bool Add(OutboxRow row)
    {
        rows.Add(row.Id, row);
        perLane[row.Lane]++;
        if (keys.TryGetValue(row.OrderingKey, out var waiting))
        {
            waiting.Enqueue(row);
            return false;
        }

        keys.Add(row.OrderingKey, new Queue<OutboxRow>());
        return true;
    }

    /// <summary>The transport has the row.</summary>
    /// <returns>The next one of its key, which may go now.</returns>
    public OutboxRow? Sent(OutboxRow row)
    {
        sent.Add(row);
        if (keys[row.OrderingKey].TryDequeue(out var next))
        {
            return next;
        }

        keys.Remove(row.OrderingKey);
        return null;
    }

    /// <summary>The row stays in the table and so do the later ones of its key: they are read again, in order.</summary>
    public void Failed(OutboxRow row)
    {
        keys.Remove(row.OrderingKey, out var waiting);
        foreach (var gone in waiting!.Prepend(row))
        {
            Forget(gone);
        }
    }

    /// <summary>What was sent is out of the table.</summary>
    public void Deleted()
    {
        foreach (var row in sent)
        {
            Forget(row);
        }

        sent.Clear();
    }

    /// <summary>Forgets everything but what was sent and still has to be deleted.</summary>
    public void KeepSent()
    {
        foreach (var row in rows.Values.Except(sent).ToList())
        {
            Forget(row);
        }

        keys.Clear();
    }

    private void Forget(OutboxRow row)
    {
        rows.Remove(row.Id);
        perLane[row.Lane]--;
    }
}
