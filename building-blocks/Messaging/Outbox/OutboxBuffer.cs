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
    private Func<int, Guid>? ids;

    /// <summary>True inside a consume.</summary>
    public bool IsOpen { get; private set; }

    public IReadOnlyList<OutboxRow> Rows => rows;

    /// <summary>Begins a consume, also the second try of one: what the first try added is gone.</summary>
    /// <param name="idOfPlace">Makes a row's message id from its place, from 0; absent means a new id for each.</param>
    public void Open(Func<int, Guid>? idOfPlace = null)
    {
        rows.Clear();
        ids = idOfPlace;
        IsOpen = true;
    }

    public void Close()
    {
        rows.Clear();
        ids = null;
        IsOpen = false;
    }

    /// <summary>The message id of the next row.</summary>
    public Guid NextId(DateTimeOffset now) => ids?.Invoke(rows.Count) ?? Guid.CreateVersion7(now);

    public void Add(OutboxRow row) => rows.Add(row);
}
