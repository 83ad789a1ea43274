using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Server;

/// <summary>
/// The socket that decisions and gate answers come in by and outcomes, gaps and gate questions go out by. Nothing is said
/// before the server's welcome, which brings the lease.
/// </summary>
internal sealed class AgentSocket(
    ServerSession session,
    FrameReader frames,
    ReportLoop reports,
    Lease lease,
    SendGate gate,
    SendHold hold,
    AgentHealth health,
    AgentJournal journal,
    Backoff backoff,
    IHostApplicationLifetime lifetime,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<AgentSocket> logger) : BackgroundService
{
    // A connection that always dies young, for want of disk space perhaps, must not be made anew twice a second.
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);
    private long? _firstRefusal;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            string reason;
            try
            {
                await TalkAsync(stoppingToken);
                reason = "closed_by_server";
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (LeaseHeldException)
            {
                reason = SendGate.LeaseLost;
                if (EndsHere())
                {
                    logger.LeaseRefused(options.Value.AgentId);
                    lease.Refuse();
                    lifetime.StopApplication();
                    return;
                }
            }
            catch (Exception failure)
            {
                // Whatever ended the connection: the next one begins with everything that is still to be told.
                reason = failure switch
                {
                    ServerAwayException away => away.Reason,
                    JournalUnavailableException => "journal_unwritable",
                    _ => failure.GetType().Name,
                };
            }

            Closed(reason);
            var pause = backoff.NextPause();
            logger.SocketLost(reason, (int)pause.TotalMilliseconds);
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TalkAsync(CancellationToken ct)
    {
        using var socket = new ServerSocket();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var number = await OpenAsync(socket, ct);
        var opened = time.GetTimestamp();
        _firstRefusal = null;
        lease.Grant(number);
        gate.Open(new SocketGateWire(socket, number, journal, health, over));
        hold.Connected();
        journal.DecisionsWaiting.Raise();
        logger.SocketOpened(number, LedgerSteps.Open(journal.State).Count);
        Task[] loops =
        [
            reports.TellOutcomesAsync(socket, over.Token), reports.TellGapsAsync(socket, over.Token), ListenAsync(socket, over.Token),
        ];
        try
        {
            await await Task.WhenAny(loops);
        }
        finally
        {
            // What waits for an answer hears at once that none will come.
            gate.Close(SendGate.Offline);
            await over.CancelAsync();
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (time.GetElapsedTime(opened) >= Lasting)
            {
                backoff.Succeeded();
            }
        }
    }

    /// <returns>The lease that the server's welcome brought.</returns>
    private async Task<long> OpenAsync(ServerSocket socket, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.Link.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        var token = await session.TokenAsync(ct);
        try
        {
            await socket.ConnectAsync(Address(), token, either.Token);
            var state = journal.State;
            await socket.WriteAsync(
                new ServerWire.Hello(
                    "hello", state.LedgerId, lease.InstanceId, state.InstanceId, LedgerSteps.Open(state), health.Client.Version),
                ServerWireJson.Default.Hello,
                either.Token);
            var first = await socket.ReadAsync(either.Token) ?? throw new ServerAwayException("closed_before_welcome");
            if (FrameReader.Parse(first.Span) is not { Type: "welcome", Lease: { } number })
            {
                throw new ServerAwayException("no_welcome");
            }

            // Before anything is done under the lease: who starts after us must be able to say whose successor it is.
            journal.Update(current => current with { InstanceId = lease.InstanceId });
            return number;
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            throw new ServerAwayException("no_welcome", failure);
        }
        finally
        {
            if (socket.IsUnauthorized)
            {
                session.Forget(token);
            }
        }
    }

    private async Task ListenAsync(ServerSocket socket, CancellationToken ct)
    {
        while (await socket.ReadAsync(ct) is { } frame)
        {
            frames.Take(frame.Span);
        }
    }

    private void Closed(string reason)
    {
        lease.Lose();
        gate.Close(reason == SendGate.LeaseLost ? reason : SendGate.Offline);
        if (reason == SendGate.LeaseLost)
        {
            health.HeldReason = reason;
        }
    }

    /// <summary>
    /// A process that never had the account ends when another one has it. One that was restarted may have met the lease of
    /// the process before it, which lasts a little longer than that did.
    /// </summary>
    private bool EndsHere()
    {
        if (lease.WasGranted)
        {
            return false;
        }

        _firstRefusal ??= time.GetTimestamp();
        return journal.State.InstanceId is null
            || time.GetElapsedTime(_firstRefusal.Value) >= TimeSpan.FromSeconds(options.Value.Link.LeaseWaitSeconds);
    }

    private Uri Address()
    {
        var address = new UriBuilder(options.Value.ServerUrl.TrimEnd('/')
            + $"/api/v1/agents/{Uri.EscapeDataString(options.Value.AgentId)}/socket");
        address.Scheme = address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        return address.Uri;
    }
}
