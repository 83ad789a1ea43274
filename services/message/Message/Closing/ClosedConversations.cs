using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Message.Closing;

/// <summary>Closes conversations in which nothing was said for a while.</summary>
internal sealed class ClosedConversations(IServiceScopeFactory scopes, TimeProvider time, ILogger<ClosedConversations> logger) : BackgroundService
{
    private const int Most = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <returns>How many were due.</returns>
    public async Task<int> CloseAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MessageDbContext>();
        var now = time.GetUtcNow();
        var due = await context.Conversations.AsNoTracking()
            .Where(conversation => conversation.CloseDueAt <= now)
            .OrderBy(conversation => conversation.CloseDueAt)
            .Take(Most)
            .Select(conversation => conversation.Id)
            .ToListAsync(ct);
        var closing = scope.ServiceProvider.GetRequiredService<ConversationClosing>();
        foreach (var id in due)
        {
            await closing.CloseIdleAsync(id, ct);
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
