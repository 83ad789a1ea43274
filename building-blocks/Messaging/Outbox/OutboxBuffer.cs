using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// Rows that a consume adds to its outbox. Inside a consume they do not take the way through the context: its transaction
/// writes them together with its commit, in one round trip. One for each scope.
/// </summary>
internal sealed class OutboxBuffer<TDbContext>
    where TDbContext : DbContext
{
    private readonly List<OutboxRow> rows = [];

    /// <summary>True inside a consume's transaction.</summary>
    public bool IsOpen { get; private set; }

    public IReadOnlyList<OutboxRow> Rows => rows;

    /// <summary>Begins a transaction, also the second try of one: what the first try added is gone.</summary>
    public void Open()
    {
        rows.Clear();
        IsOpen = true;
    }

    public void Close()
    {
        rows.Clear();
        IsOpen = false;
    }

    public void Add(OutboxRow row) => rows.Add(row);
}
