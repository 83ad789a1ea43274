using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.ErpSync;

/// <summary>
/// Stores a checked file: rows are added or replaced by their key, in one transaction. Filling is owned by a lock in the
/// database, so that two files never mix.
/// </summary>
internal sealed class MirrorWriter(ErpSyncDbContext context, TimeProvider time, ILogger<MirrorWriter> logger)
{
    // A statement's parameters are arrays, so the size of a batch bounds memory, not the number of parameters.
    private const int BatchSize = 5000;

    public async Task StoreAsync(MirrorFile file, CancellationToken ct) =>
        await StoreAsync(file, onlyWhenChanged: false, ct);

    /// <summary>Stores a file of the import folder unless it is the one that was stored last.</summary>
    public async Task<bool> StoreIfChangedAsync(MirrorFile file, CancellationToken ct) =>
        await StoreAsync(file, onlyWhenChanged: true, ct);

    private async Task<bool> StoreAsync(MirrorFile file, bool onlyWhenChanged, CancellationToken ct)
    {
        var stored = await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('erp mirror'))", ct);
            var before = await context.ImportedFiles.SingleOrDefaultAsync(row => row.Kind == file.Kind, ct);
            if (onlyWhenChanged && before?.ContentHash == file.ContentHash)
            {
                return false;
            }

            foreach (var batch in file.Orders.Chunk(BatchSize))
            {
                await StoreOrdersAsync(batch, ct);
            }

            foreach (var batch in file.Products.Chunk(BatchSize))
            {
                await StoreProductsAsync(batch, ct);
            }

            if (onlyWhenChanged)
            {
                Remember(before, file);
            }

            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return true;
        });
        if (stored)
        {
            logger.MirrorFilled(file.Kind, file.Rows);
        }

        return stored;
    }

    private void Remember(ImportedFile? before, MirrorFile file)
    {
        if (before is null)
        {
            before = new ImportedFile { Kind = file.Kind, ContentHash = file.ContentHash };
            context.Add(before);
        }

        before.ContentHash = file.ContentHash;
        before.Rows = file.Rows;
        before.ImportedAt = time.GetUtcNow();
    }

    private async Task StoreOrdersAsync(ErpOrder[] orders, CancellationToken ct) =>
        await context.Database.ExecuteSqlAsync(
            $"""
             insert into orders
                 (order_no, contact, product, quantity, amount, status, carrier, tracking_no, ordered_at, as_of)
             select * from unnest(
                 {orders.Select(row => row.OrderNo).ToArray()},
                 {orders.Select(row => row.Contact).ToArray()},
                 {orders.Select(row => row.Product).ToArray()},
                 {orders.Select(row => row.Quantity).ToArray()},
                 {orders.Select(row => row.Amount).ToArray()},
                 {orders.Select(row => row.Status).ToArray()},
                 {orders.Select(row => row.Carrier).ToArray()},
                 {orders.Select(row => row.TrackingNo).ToArray()},
                 {orders.Select(row => row.OrderedAt).ToArray()},
                 {orders.Select(row => row.AsOf).ToArray()})
             on conflict (order_no) do update set
                 contact = excluded.contact, product = excluded.product, quantity = excluded.quantity,
                 amount = excluded.amount, status = excluded.status, carrier = excluded.carrier,
                 tracking_no = excluded.tracking_no, ordered_at = excluded.ordered_at, as_of = excluded.as_of
             """,
            ct);

    private async Task StoreProductsAsync(ErpProduct[] products, CancellationToken ct) =>
        await context.Database.ExecuteSqlAsync(
            $"""
             insert into products (code, name, model, aliases, price, unit, stock, as_of)
             select code, name, model, string_to_array(aliases, '|'), price, unit, stock, as_of
             from unnest(
                 {products.Select(row => row.Code).ToArray()},
                 {products.Select(row => row.Name).ToArray()},
                 {products.Select(row => row.Model).ToArray()},
                 {products.Select(row => string.Join('|', row.Aliases)).ToArray()},
                 {products.Select(row => row.Price).ToArray()},
                 {products.Select(row => row.Unit).ToArray()},
                 {products.Select(row => row.Stock).ToArray()},
                 {products.Select(row => row.AsOf).ToArray()})
                 as row (code, name, model, aliases, price, unit, stock, as_of)
             on conflict (code) do update set
                 name = excluded.name, model = excluded.model, aliases = excluded.aliases, price = excluded.price,
                 unit = excluded.unit, stock = excluded.stock, as_of = excluded.as_of
             """,
            ct);
}
