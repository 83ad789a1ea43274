using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Persistence;

/// <summary>One page of a list that is paged by key.</summary>
/// <remarks><paramref name="GoesOnFrom"/> is the row whose key asks for the next page; absent on the last one.</remarks>
public sealed record KeysetPage<TRow>(IReadOnlyList<TRow> Rows, TRow? GoesOnFrom)
    where TRow : class;

/// <summary>How lists are paged: as many rows as asked for within bounds, and one more to know whether there are more.</summary>
public static class KeysetPaging
{
    /// <summary>Rows of a page that says nothing of its size.</summary>
    public const int UsualSize = 50;

    /// <summary>Most rows of a page; who asks for more gets so many.</summary>
    public const int LargestSize = 200;

    /// <summary>The size of a page, 1 to <paramref name="largest"/>.</summary>
    public static int SizeOf(int? limit, int usual = UsualSize, int largest = LargestSize) => Math.Clamp(limit ?? usual, 1, largest);

    /// <param name="rows">In the order of their key, from where the page before ended.</param>
    /// <param name="limit">What the caller asked for; absent: <see cref="UsualSize"/>.</param>
    /// <param name="ct">Cancels.</param>
    public static Task<KeysetPage<TRow>> ReadPageAsync<TRow>(this IQueryable<TRow> rows, int? limit, CancellationToken ct)
        where TRow : class => rows.ReadPageOfAsync(SizeOf(limit), ct);

    /// <inheritdoc cref="ReadPageAsync{TRow}"/>
    /// <param name="rows">In the order of their key, from where the page before ended.</param>
    /// <param name="size">At least 1.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<KeysetPage<TRow>> ReadPageOfAsync<TRow>(this IQueryable<TRow> rows, int size, CancellationToken ct)
        where TRow : class
    {
        var read = await rows.Take(size + 1).ToListAsync(ct);
        return read.Count > size
            ? new KeysetPage<TRow>(read.GetRange(0, size), read[size - 1])
            : new KeysetPage<TRow>(read, null);
    }
}
