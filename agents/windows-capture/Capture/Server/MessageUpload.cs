using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Server;

/// <summary>
/// Brings the queue to the server, in order, one at a time. A message leaves the queue when the server has answered for
/// it; what a crash sends twice the server recognises by its id. Its attachment follows by <see cref="AttachmentUpload"/>.
/// </summary>
internal sealed class MessageUpload(
    ServerSession session,
    AgentJournal journal,
    AttachmentStore attachments,
    Backoff backoff,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<MessageUpload> logger) : BackgroundService
{
    private const int LongestReason = 100;

    internal enum Verdict
    {
        Accepted,
        LogInAgain,
        TryLater,
        SetAside,
    }

    /// <summary>What an answer to a message means.</summary>
    internal static Verdict Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => Verdict.Accepted,
        401 => Verdict.LogInAgain,
        408 or 429 => Verdict.TryLater,
        >= 400 and < 500 => Verdict.SetAside,
        _ => Verdict.TryLater,
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (journal.State.Queue is [var next, ..])
                {
                    await UploadAsync(next, stoppingToken);
                }
                else
                {
                    await journal.MessagesWaiting.WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The queue keeps the message; anything that goes wrong here is worth another try, and only that.
                await PauseAsync(failure is ServerAwayException away ? away.Reason : failure.GetType().Name, null, stoppingToken);
            }
        }
    }

    private async Task UploadAsync(QueuedMessage message, CancellationToken ct)
    {
        using var activity = AgentTrace.Start("agent.upload", message.Traceparent);
        using var answer = await PostAsync(message, ct);
        switch (Judge(answer.StatusCode))
        {
            case Verdict.Accepted:
                var serverId = message.AttachmentName is null ? null : await ReadIdAsync(answer, ct);
                journal.Update(state => MessageQueue.Accept(state, message, serverId, options.Value.Journal.QueueLimit));
                logger.MessageAccepted(message.Id);
                if (message.AttachmentName is not null && serverId is null)
                {
                    attachments.Delete(message.Id);
                    logger.AttachmentGivenUp(message.Id, "no_message_id");
                }

                backoff.Succeeded();
                break;
            case Verdict.SetAside:
                var reason = await ReadReasonAsync(answer, ct);
                journal.Update(state => MessageQueue.SetAside(
                    state, message, (int)answer.StatusCode, reason, time.GetUtcNow(), options.Value.Journal.SetAsideLimit));
                attachments.Delete(message.Id);
                logger.MessageRefused(message.Id, (int)answer.StatusCode, reason);
                backoff.Succeeded();
                break;
            case Verdict.LogInAgain:
                await PauseAsync("token_refused", null, ct);
                break;
            default:
                await PauseAsync($"status_{(int)answer.StatusCode}", answer.Headers.RetryAfter?.Delta, ct);
                break;
        }
    }

    private async Task<HttpResponseMessage> PostAsync(QueuedMessage message, CancellationToken ct)
    {
        var post = new ServerWire.Post(options.Value.AgentId, new ServerWire.Message(
            message.Id, message.ChatId, message.Sender, message.Content, message.Kind, message.Timestamp,
            message.IsGroup, message.IsAtMe, message.ChatName, message.Side,
            message.SideSource, message.SideConfidence, message.SenderConfidence,
            (long)journal.AgeOf(message).TotalMilliseconds, message.Quoted, message.AttachmentName is not null,
            message.Edge is not { } edge ? null : new ServerWire.Edge(
                edge.DecisionId, edge.TableVersion, edge.Match, edge.Parts, journal.State.LedgerId)));

        // What the server does belongs to the try that reached it.
        return await session.PostAsync(
            "api/v1/messages", post, ServerWireJson.Default.Post, Activity.Current?.Id ?? message.Traceparent, ct);
    }

    private async Task PauseAsync(string reason, TimeSpan? asked, CancellationToken ct)
    {
        var own = backoff.NextPause();
        var pause = asked > own ? asked.Value : own;
        logger.ServerAway(reason, (int)pause.TotalMilliseconds);
        await Task.Delay(pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The stable word of a refusal.</summary>
    internal static async Task<string> ReadReasonAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            var title = (await answer.Content.ReadFromJsonAsync(ServerWireJson.Default.Problem, ct))?.Title ?? "no_reason";
            return title[..Math.Min(title.Length, LongestReason)];
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or InvalidOperationException)
        {
            return "no_reason";
        }
    }

    private static async Task<string?> ReadIdAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            return (await answer.Content.ReadFromJsonAsync(ServerWireJson.Default.Accepted, ct))?.MessageId;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
