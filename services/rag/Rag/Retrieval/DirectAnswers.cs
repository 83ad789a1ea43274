using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Rag;

/// <summary>Marks a pair that answers by itself, word for word: its collection says from which confidence on.</summary>
internal sealed class DirectAnswers(IServiceScopeFactory scopes, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(30);

    private volatile Kept kept = new(DateTimeOffset.MinValue, new Dictionary<Guid, double>());

    public async ValueTask<IReadOnlyList<Evidence>> MarkAsync(IReadOnlyList<FoundPiece> found, CancellationToken ct)
    {
        var from = await ThresholdsAsync(ct);
        return
        [
            .. found.Select((piece, at) => at == 0 && piece.Evidence.Kind == KnowledgeItem.Faq
                    && from.TryGetValue(piece.CollectionId, out var threshold) && piece.Evidence.Score >= threshold
                ? piece.Evidence with { IsDirect = true }
                : piece.Evidence),
        ];
    }

    private async ValueTask<IReadOnlyDictionary<Guid, double>> ThresholdsAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now - kept.At < Age)
        {
            return kept.From;
        }

        await using var scope = scopes.CreateAsyncScope();
        var from = await scope.ServiceProvider.GetRequiredService<RagDbContext>().Collections.AsNoTracking()
            .Where(row => row.DirectAnswer != null)
            .ToDictionaryAsync(row => row.Id, row => row.DirectAnswer!.Value, ct);
        kept = new Kept(now, from);
        return from;
    }

    private sealed record Kept(DateTimeOffset At, IReadOnlyDictionary<Guid, double> From);
}
