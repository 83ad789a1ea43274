using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Search.Remote;

/// <summary>Vectors of one model, and what makes them of questions: one is of no use without the other.</summary>
public sealed record VectorSide(IEmbedder Embedder, IVectorIndex Index);

/// <summary>How a move to another model ended.</summary>
/// <remarks><paramref name="Entries"/> are in the new index; <paramref name="CaughtUp"/> of them changed while it was filled.</remarks>
public sealed record EmbeddingMove(bool IsInForce, long Entries, long CaughtUp);

/// <summary>
/// The vector side that is searched, and the move to that of another model: in the background everything is embedded anew into an
/// index beside it, and at the end, in one step, questions are embedded and searched there.
/// </summary>
/// <remarks>
/// A search takes <see cref="Current"/> once and uses both of its parts: it never asks one model for the question and another for
/// the entries. Changes go to Current alone, also during a move: the last pass, during which changes are held back, brings the
/// new index up to date.
/// </remarks>
public sealed class EmbeddingSwitch(VectorSide current, ILogger<EmbeddingSwitch> logger) : IDisposable
{
    private readonly SemaphoreSlim _oneMove = new(1, 1);
    private VectorSide _current = current;

    public VectorSide Current => Volatile.Read(ref _current);

    /// <summary>Fills <paramref name="next"/> and puts it in force.</summary>
    /// <param name="next">Its index has to be empty; when the move fails, what it holds is of no use.</param>
    /// <param name="entries">All entries, in batches; asked twice.</param>
    /// <param name="holdChanges">Until what it returns is disposed of nothing is published, on no replica.</param>
    /// <param name="verify">Whether the new side finds what it has to find. When it does not, the old one stays.</param>
    /// <param name="progress">Told how many entries are done.</param>
    /// <param name="ct">Gives the move up; the old side stays.</param>
    /// <exception cref="SearchUnavailableException">The new model or its index cannot be used. The old side stays.</exception>
    public async Task<EmbeddingMove> MoveAsync(
        VectorSide next,
        Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<IndexEntry>>> entries,
        Func<CancellationToken, Task<IAsyncDisposable>> holdChanges,
        Func<VectorSide, CancellationToken, Task<bool>> verify,
        Action<long>? progress,
        CancellationToken ct)
    {
        await _oneMove.WaitAsync(ct);
        try
        {
            var former = Current;
            var filling = new IndexFilling(
                async (batch, token) => await next.Index.UpsertAsync(await next.Embedder.WithVectorsAsync(batch, token), token), next.Index.DeleteAsync);
            await filling.PassAsync(entries(ct), progress, ct);

            // The long pass is done while the company works on; this one takes as long as embedding what it changed meanwhile.
            await using var held = await holdChanges(ct);
            var caughtUp = await filling.PassAsync(entries(ct), progress, ct);
            if (await next.Index.CountAsync(ct) != filling.Count || !await verify(next, ct))
            {
                logger.ModelNotSwitched(next.Embedder.Name, former.Embedder.Name);
                return new EmbeddingMove(IsInForce: false, filling.Count, caughtUp);
            }

            Volatile.Write(ref _current, next);
            logger.ModelSwitched(next.Embedder.Name, former.Embedder.Name, filling.Count);
            return new EmbeddingMove(IsInForce: true, filling.Count, caughtUp);
        }
        finally
        {
            _oneMove.Release();
        }
    }

    /// <summary>The sides belong to whoever made them.</summary>
    public void Dispose() => _oneMove.Dispose();
}
