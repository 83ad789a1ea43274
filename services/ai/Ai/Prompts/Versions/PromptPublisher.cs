using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Ai.Prompts.Versions;

/// <summary>
/// Changes what is published, in one transaction with the message that tells every replica. Of two who publish for the same at the
/// same time the index lets one: the other is told.
/// </summary>
internal sealed class PromptPublisher(
    AiDbContext context, IOutbox<AiDbContext> outbox, PublishedPrompts published, IOptions<AiOptions> answers, IOptions<PromptOptions> options,
    TimeProvider time)
{
    /// <summary>Why a text cannot be published beside what is; absent when it can.</summary>
    public string? TooLong(PromptVersion row) => PromptText.TooLong(
        published.With(ScopeOf(row), PromptTemplate.Parse(row.Text), row.Name, row.AgentId, row.Intent), answers.Value, options.Value);

    /// <summary>A draft becomes what holds; what held before is retired. Null when somebody else was first.</summary>
    public Task<PromptVersion?> PublishAsync(Guid draft, int revision, string who, CancellationToken ct) => ChangeAsync(
        async () =>
        {
            var row = await context.PromptVersions.FirstOrDefaultAsync(
                one => one.Id == draft && one.State == PromptVersion.Draft && one.Revision == revision, ct);
            if (row is not null)
            {
                await RetireAsync(ScopeOf(row), ct);
                Publish(row, who);
            }

            return row;
        },
        ct);

    /// <summary>The text of an earlier version becomes a new one and holds at once.</summary>
    public Task<PromptVersion?> RollBackAsync(PromptVersion earlier, string? note, string who, CancellationToken ct) => ChangeAsync(
        async () =>
        {
            var scope = ScopeOf(earlier);
            await RetireAsync(scope, ct);
            var newest = await Of(scope).MaxAsync(one => one.Version, ct);
            var row = SavePromptDraft.New(scope, newest + 1, PromptVersion.Published, time.GetUtcNow(), who, earlier.Number);
            (row.Text, row.Note, row.Revision) = (earlier.Text, note, 1);
            Publish(row, who);
            context.Add(row);
            return row;
        },
        ct);

    /// <summary>What holds is retired: what is more general holds then, at last the built-in one.</summary>
    public Task<PromptVersion?> WithdrawAsync(Guid id, CancellationToken ct) => ChangeAsync(
        async () =>
        {
            var row = await context.PromptVersions.FirstOrDefaultAsync(one => one.Id == id && one.State == PromptVersion.Published, ct);
            if (row is not null)
            {
                (row.State, row.RetiredAt) = (PromptVersion.Retired, time.GetUtcNow());
            }

            return row;
        },
        ct);

    private async Task<PromptVersion?> ChangeAsync(Func<Task<PromptVersion?>> change, CancellationToken ct)
    {
        var changed = await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            try
            {
                var row = await change();
                if (row is null)
                {
                    return null;
                }

                outbox.Publish(new PromptsChanged(time.GetUtcNow()), PromptsChanged.OrderingKey);
                await context.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return row;
            }
            catch (DbUpdateConcurrencyException)
            {
                return null;
            }
            catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                return null;
            }
        });

        // This replica need not wait for the message: who published sees it hold.
        if (changed is not null)
        {
            await published.RefreshAsync(ct);
        }

        return changed;
    }

    // At once, not with the other changes: the index would meet the new row first.
    private Task<int> RetireAsync(PromptScope scope, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return Of(scope).Where(row => row.State == PromptVersion.Published).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, PromptVersion.Retired).SetProperty(one => one.RetiredAt, now), ct);
    }

    private void Publish(PromptVersion row, string who)
    {
        (row.State, row.PublishedAt, row.PublishedBy) = (PromptVersion.Published, time.GetUtcNow(), who);
        row.Revision++;
    }

    private IQueryable<PromptVersion> Of(PromptScope scope) => context.PromptVersions.Where(
        row => row.Kind == scope.Kind && row.AgentId == scope.AgentId && row.Intent == scope.Intent);

    private static PromptScope ScopeOf(PromptVersion row) => new(row.Kind, row.AgentId, row.Intent);
}
