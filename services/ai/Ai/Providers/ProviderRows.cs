using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using WeChatPlatform.Llm;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Ai.Providers;

/// <summary>
/// Changes rows of the register: the row and the word to all replicas in one transaction, then this replica forgets what it kept. The
/// answer of a request therefore holds for the next question at the same replica.
/// </summary>
internal sealed class ProviderRows(
    AiDbContext context, IOutbox<AiDbContext> outbox, StoredProviders providers, ProviderKinds kinds, KeySecrets secrets,
    IOptions<LlmOptions> options, TimeProvider time)
{
    public Task<ProblemHttpResult?> AddAsync(StoredProvider row, CancellationToken ct) => SaveAsync(
        row.Id,
        _ =>
        {
            context.Add(row);
            return Task.FromResult<ProblemHttpResult?>(null);
        },
        Refuse(StatusCodes.Status409Conflict, "provider_exists", "已有同名的服务商 / there is a provider of this id already"),
        ct);

    /// <summary>Changes a row that has the revision that was read.</summary>
    public Task<ProblemHttpResult?> ChangeAsync(
        string id, long? revision, Func<StoredProvider, ProblemHttpResult?> change, CancellationToken ct) => SaveAsync(
        id,
        async within =>
        {
            if (await context.Providers.SingleOrDefaultAsync(one => one.Id == id, within) is not { } row)
            {
                return NotFound();
            }

            return row.Revision != revision ? Stale() : change(row);
        },
        Stale(),
        ct);

    public Task<ProblemHttpResult?> RemoveAsync(string id, CancellationToken ct) => SaveAsync(
        id,
        async within =>
        {
            if (await context.Providers.SingleOrDefaultAsync(one => one.Id == id, within) is not { } row)
            {
                return NotFound();
            }

            context.Remove(row);
            return null;
        },
        Stale(),
        ct);

    /// <summary>A row with everything that follows from it.</summary>
    public RegisteredProvider Read(StoredProvider row) => RegisteredProvider.Of(row, kinds, secrets, options.Value.MaskPersonalData);

    /// <summary>One provider, of the register or the configuration; absent when there is none of that id.</summary>
    public async Task<RegisteredProvider?> FindAsync(string id, CancellationToken ct) =>
        (await providers.ListAsync(context, ct)).FirstOrDefault(one => one.Connection.Id == id);

    public static ProblemHttpResult NotFound() =>
        Refuse(StatusCodes.Status404NotFound, "provider_not_found", "没有这个服务商 / no such provider in the register");

    public static ProblemHttpResult Refuse(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: code);

    private static ProblemHttpResult Stale() => Refuse(
        StatusCodes.Status409Conflict, "stale_version", "已被别人修改，请重新读取 / it was changed meanwhile: read it again");

    private async Task<ProblemHttpResult?> SaveAsync(
        string id, Func<CancellationToken, Task<ProblemHttpResult?>> change, ProblemHttpResult whenBeaten, CancellationToken ct)
    {
        var refusal = await context.Database.CreateExecutionStrategy().ExecuteAsync(async within =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(within);
            if (await change(within) is { } refused)
            {
                return refused;
            }

            outbox.Publish(new ProvidersChanged(id, time.GetUtcNow()), ProvidersChanged.OrderingKey);
            try
            {
                await context.SaveChangesAsync(within);
            }
            catch (DbUpdateConcurrencyException)
            {
                return whenBeaten;
            }
            catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                return whenBeaten;
            }

            await transaction.CommitAsync(within);
            return null;
        }, ct);
        providers.Forget();
        return refusal;
    }
}
