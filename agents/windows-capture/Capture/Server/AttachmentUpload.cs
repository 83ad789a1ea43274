using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Server;

/// <summary>
/// Brings images and files to the server, each after its message, one at a time. What the server refuses is given up: the
/// message stands without it. Beside the messages, so that a large file or one that is not taken delays none of them.
/// </summary>
internal sealed class AttachmentUpload(
    ServerSession session,
    AgentJournal journal,
    AttachmentStore attachments,
    Backoff backoff,
    TimeProvider time,
    ILogger<AttachmentUpload> logger) : BackgroundService
{
    // Bytes of messages that a full queue dropped take room until then.
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? swept = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (swept is null || time.GetElapsedTime(swept.Value) >= SweepEvery)
                {
                    swept = time.GetTimestamp();
                    attachments.Sweep(MessageQueue.WithAttachments(journal.State).ToHashSet(StringComparer.Ordinal));
                }

                if (journal.State.Attachments is [var next, ..])
                {
                    await UploadAsync(next, stoppingToken);
                }
                else
                {
                    await journal.AttachmentsWaiting.WaitAsync(SweepEvery, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The journal keeps the attachment; anything that goes wrong here is worth another try, and only that.
                await PauseAsync(failure is ServerAwayException away ? away.Reason : failure.GetType().Name, null, stoppingToken);
            }
        }
    }

    private async Task UploadAsync(PendingAttachment attachment, CancellationToken ct)
    {
        using var activity = AgentTrace.Start("agent.attach", attachment.Traceparent);
        if (attachments.Read(attachment.MessageId) is not { } bytes)
        {
            GiveUp(attachment, "bytes_lost");
            return;
        }

        using var answer = await session.PostBytesAsync(
            $"api/v1/messages/{Uri.EscapeDataString(attachment.ServerMessageId)}/attachments?name={Uri.EscapeDataString(attachment.Name)}",
            bytes,
            activity?.Id ?? attachment.Traceparent,
            ct);
        switch (MessageUpload.Judge(answer.StatusCode))
        {
            case MessageUpload.Verdict.Accepted:
                logger.AttachmentAccepted(attachment.MessageId);
                End(attachment);
                break;
            case MessageUpload.Verdict.SetAside when answer.StatusCode == HttpStatusCode.Conflict:
                // The server has it: of an earlier try whose answer was lost.
                logger.AttachmentAccepted(attachment.MessageId);
                End(attachment);
                break;
            case MessageUpload.Verdict.SetAside:
                GiveUp(attachment, $"{(int)answer.StatusCode} {await MessageUpload.ReadReasonAsync(answer, ct)}");
                break;
            case MessageUpload.Verdict.LogInAgain:
                await PauseAsync("token_refused", null, ct);
                break;
            default:
                await PauseAsync($"status_{(int)answer.StatusCode}", answer.Headers.RetryAfter?.Delta, ct);
                break;
        }
    }

    private void GiveUp(PendingAttachment attachment, string reason)
    {
        logger.AttachmentGivenUp(attachment.MessageId, reason);
        End(attachment);
    }

    // The record first: bytes without a record are swept away, a record without bytes would be a loss that is none.
    private void End(PendingAttachment attachment)
    {
        journal.Update(state => MessageQueue.Detach(state, attachment.MessageId));
        attachments.Delete(attachment.MessageId);
        backoff.Succeeded();
    }

    private async Task PauseAsync(string reason, TimeSpan? asked, CancellationToken ct)
    {
        var own = backoff.NextPause();
        var pause = asked > own ? asked.Value : own;
        logger.ServerAway(reason, (int)pause.TotalMilliseconds);
        await Task.Delay(pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
