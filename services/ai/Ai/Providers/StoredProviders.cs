using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>
/// The register: rows, and what the configuration sets up beside them. A row hides a provider of the configuration that has its id.
/// Kept in memory until a change is heard of, and looked at again after half a minute for whoever missed the word.
/// </summary>
internal sealed class StoredProviders(
    IServiceScopeFactory scopes,
    ConfigurationProviderSource configuration,
    ProviderKinds kinds,
    KeySecrets secrets,
    IOptions<LlmOptions> options,
    TimeProvider time,
    ILogger<StoredProviders> logger) : IProviderSource, IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgainAfterFailure = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile Snapshot? current;
    private int changes;

    /// <exception cref="Exception">The database is away and was never read: a row may forbid what the configuration allows.</exception>
    public async ValueTask<IReadOnlyList<ConfiguredProvider>> CurrentAsync(CancellationToken ct) =>
        (Kept() ?? await ReadAsync(ct)).Usable;

    /// <summary>What was agreed for a model, as far as the rows were read; absent when nothing was.</summary>
    public TokenPrice? AgreedPriceOf(LlmTarget target) =>
        current?.All.FirstOrDefault(provider => provider.Connection.Id == target.Provider)?.Row?.Prices
            .FirstOrDefault(price => price.Model == target.Model) is { } agreed
            ? new TokenPrice(agreed.InputPer1000, agreed.OutputPer1000)
            : null;

    /// <summary>The name in the catalogue of a provider, as far as the rows were read; absent when there is none of that id.</summary>
    public string? KindOf(string providerId) => current?.All.FirstOrDefault(provider => provider.Connection.Id == providerId)?.Connection.Kind;

    /// <summary>Rows changed: the next question reads them.</summary>
    public void Forget() => Interlocked.Increment(ref changes);

    /// <summary>All there are, in use or not, from the database itself.</summary>
    public async Task<IReadOnlyList<RegisteredProvider>> ListAsync(AiDbContext context, CancellationToken ct)
    {
        var masking = options.Value.MaskPersonalData;
        var rows = await context.Providers.AsNoTracking().ToListAsync(ct);
        return
        [
            .. rows.Select(row => RegisteredProvider.Of(row, kinds, secrets, masking))
                .Concat(configuration.Current
                    .Where(one => rows.TrueForAll(row => row.Id != one.Id))
                    .Select(one => RegisteredProvider.Of(one)))
                .OrderBy(provider => provider.Connection.Priority)
                .ThenBy(provider => provider.Connection.Id, StringComparer.Ordinal),
        ];
    }

    public void Dispose() => reading.Dispose();

    private Snapshot? Kept() =>
        current is { } kept && kept.Changes == Volatile.Read(ref changes) && time.GetUtcNow() < kept.Until ? kept : null;

    private async Task<Snapshot> ReadAsync(CancellationToken ct)
    {
        await reading.WaitAsync(ct);
        try
        {
            return Kept() ?? await ReadRowsAsync(ct);
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task<Snapshot> ReadRowsAsync(CancellationToken ct)
    {
        // Taken before the rows are: a change during the reading makes what is read old at once.
        var seen = Volatile.Read(ref changes);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var all = await ListAsync(scope.ServiceProvider.GetRequiredService<AiDbContext>(), ct);
            foreach (var unreadable in all.Where(one => one.State == ProviderState.KeyUnreadable && !WasUnreadable(one)))
            {
                logger.ProviderKeyUnreadable(unreadable.Connection.Id, unreadable.Row?.SealedWith);
            }

            var usable = all.Where(one => one.State == ProviderState.Ready).Select(one => one.Connection).ToList();
            Announce(usable);
            return current = new Snapshot(all, usable, seen, time.GetUtcNow() + LookAgain);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && current is not null)
        {
            // Customers are answered by whoever was set up a moment ago; nothing can be changed meanwhile either.
            logger.ProvidersNotRead(failure);
            return current = current with { Changes = seen, Until = time.GetUtcNow() + LookAgainAfterFailure };
        }
    }

    /// <summary>Says aloud who may read what customers write, whenever that is somebody else than before.</summary>
    private void Announce(List<ConfiguredProvider> usable)
    {
        foreach (var one in usable.Where(one => current?.Usable.Any(before => before.Id == one.Id && before.Version == one.Version) != true))
        {
            logger.ReceiverInUse(one.Id, one.Model, one.MasksPersonalData, one.Receiver.Notice);
        }
    }

    private bool WasUnreadable(RegisteredProvider provider) =>
        current?.All.Any(before =>
            before.State == ProviderState.KeyUnreadable && before.Connection.Version == provider.Connection.Version) == true;

    private sealed record Snapshot(
        IReadOnlyList<RegisteredProvider> All, IReadOnlyList<ConfiguredProvider> Usable, int Changes, DateTimeOffset Until);
}
