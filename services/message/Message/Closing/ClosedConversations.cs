using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Message.Closing;

/// <summary>
/// Closes conversations in which nothing was said for a while. One that cannot be closed stops no other: it is put off, so that it is
/// not the first of the next look again.
/// </summary>
internal sealed class ClosedConversations(
    IServiceScopeFactory scopes, IOptions<MessageOptions> options, TimeProvider time, ILogger<ClosedConversations> logger) : BackgroundService
{
    private const int Most = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <returns>How many were due.</returns>
    public async Task<int> CloseAsync(CancellationToken ct)
    {
        var due = await DueAsync(ct);
        foreach (var id in due)
        {
            await TryCloseAsync(id, ct);
        }

        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryCloseAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<List<Guid>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<MessageDbContext>().Conversations.AsNoTracking()
            .Where(conversation => conversation.CloseDueAt <= now)
            .OrderBy(conversation => conversation.CloseDueAt)
            .Take(Most)
            .Select(conversation => conversation.Id)
            .ToListAsync(ct);
    }

    private async Task TryCloseAsync(Guid conversationId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<ConversationClosing>().CloseIdleAsync(conversationId, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // Whatever is wrong with this one, the others are not to wait for it.
            logger.ClosingOneFailed(failure, conversationId);
            await PutOffAsync(conversationId, ct);
        }
    }

    private async Task PutOffAsync(Guid conversationId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        var later = now.AddMinutes(options.Value.CloseAfterMinutes);
        await scope.ServiceProvider.GetRequiredService<MessageDbContext>().Conversations
            .Where(conversation => conversation.Id == conversationId && conversation.CloseDueAt <= now)
            .ExecuteUpdateAsync(conversation => conversation.SetProperty(row => row.CloseDueAt, later), ct);
    }

    private async Task TryCloseAsync(CancellationToken ct)
    {
        try
        {
            await CloseAsync(ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // The database is away; the next look finds the same.
            logger.ClosingFailed(failure.GetType().Name);
        }
    }
}
