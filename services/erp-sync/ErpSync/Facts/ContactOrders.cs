using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.ErpSync;

/// <summary>
/// The orders that a contact may be told of: its own. Whoever knows a number is not thereby its customer: the contact has to fit as well, and
/// a number that does not fit is not made up for by other orders.
/// </summary>
internal static class ContactOrders
{
    /// <summary>Newest first; all of them when no number is asked for.</summary>
    /// <param name="context">The mirror.</param>
    /// <param name="contact">Without white space around it, not empty.</param>
    /// <param name="numbers">Of orders or parcels, normalised.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="ct">Ends the query.</param>
    public static Task<List<ErpOrder>> FindAsync(
        ErpSyncDbContext context, string contact, IReadOnlyList<string> numbers, int most, CancellationToken ct)
    {
        var own = context.Orders.AsNoTracking().Where(order => order.Contact == contact);
        var asked = numbers.Count == 0
            ? own
            : own.Where(order => numbers.Contains(order.OrderNo) || numbers.Contains(order.TrackingNo!));
        return asked
            .OrderByDescending(order => order.OrderedAt)
            .ThenByDescending(order => order.OrderNo)
            .Take(most)
            .ToListAsync(ct);
    }
}
