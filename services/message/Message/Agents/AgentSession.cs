using System.Data.Common;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Agents;

/// <summary>
/// One connection of one agent. The agent says hello with its ledger and gets the account's lease; then two loops run side
/// by side, one that sends what is decided and one that answers what the agent says. Either's end ends both.
/// </summary>
internal sealed class AgentSession(
    string agentId,
    WebSocket socket,
    AgentConnections connections,
    IServiceScopeFactory scopes,
    IOptions<MessageOptions> options,
    TimeProvider time,
    ILogger<AgentSession> logger) : IDisposable
{
    /// <summary>A missed wake-up delays a decision by this much at most; the row is the truth.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan CloseAnswer = TimeSpan.FromSeconds(2);

    /// <summary>Another process of this agent has the account.</summary>
    private const WebSocketCloseStatus LeaseHeld = (WebSocketCloseStatus)4409;

    private readonly Channel<byte> wake = Channel.CreateBounded<byte>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly SemaphoreSlim sending = new(1);

    private SessionLease? lease;
    private bool fenced;

    public async Task RunAsync(CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var frames = new AgentFrameReader(socket);
        try
        {
            var hello = await HelloAsync(frames, ended.Token);
            if (hello is not { Type: AgentFrames.Hello, LedgerId: { Length: > 0 and <= 100 } ledgerId, InstanceId: null or { Length: > 0 and <= 100 } })
            {
                logger.FrameRefused(agentId, "no hello");
                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                {
                    await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "hello with ledger_id expected", ended.Token);
                }

                return;
            }

            if (!await LetInAsync(hello.InstanceId, ended.Token))
            {
                return;
            }

            connections.Add(agentId, wake.Writer);
            await WithAsync<AgentSighting>(sighting => sighting.ConnectedAsync(agentId, ledgerId, hello.ClientVersion, ended.Token));
            var loops = new[] { SendAsync(ledgerId, ended.Token), ReceiveAsync(frames, ledgerId, ended.Token) };
            try
            {
                await await Task.WhenAny(loops);
                if (fenced)
                {
                    // Time for the answer to the close frame: a reading that is cancelled takes the whole socket with it.
                    await loops[1].WaitAsync(CloseAnswer, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
            finally
            {
                // Also after a failure: a sending loop that is left behind goes on taking decisions for a socket that is gone.
                await ended.CancelAsync();
                await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The host stops, the agent left, or a newer connection of it took over.
        }
        catch (Exception failure) when (failure is WebSocketException or JsonException or DbException or DbUpdateException or RetryLimitExceededException)
        {
            // The database may be away: the agent comes back, and what it reports it reports again.
            logger.ConnectionFailed(agentId, failure);
        }
        finally
        {
            connections.Remove(agentId, wake.Writer);
            await (lease?.ReleaseAsync() ?? Task.CompletedTask);
            logger.AgentDisconnected(agentId);

            // Going away tells the agent to come back at once: another replica, or the next start of this one, has its decisions.
            await CloseAsync(ct.IsCancellationRequested ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.NormalClosure, reason: null);
        }
    }

    public void Dispose() => sending.Dispose();

    /// <returns>The first frame; nothing when none came in time. Who says nothing must not hold a socket for ever.</returns>
    private async Task<AgentFrames.FromAgent?> HelloAsync(AgentFrameReader frames, CancellationToken ct)
    {
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = frames.ReadAsync(silent.Token);
        try
        {
            return await reading.WaitAsync(TimeSpan.FromSeconds(options.Value.HelloSeconds), time, ct);
        }
        catch (TimeoutException)
        {
            // The close frame first, and time for its answer: a reading that is cancelled takes the whole socket with it.
            await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "hello expected", ct);
            await ((Task)reading).WaitAsync(CloseAnswer, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await silent.CancelAsync();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }
    }

    /// <summary>Takes the account's lease, and says so. An agent that knows nothing of leases is told nothing.</summary>
    /// <returns>False when another process has it; the agent is told.</returns>
    private async Task<bool> LetInAsync(string? instanceId, CancellationToken ct)
    {
        lease = new SessionLease(agentId, instanceId, connections, scopes, options, time, logger);
        if (!await lease.TakeAsync(ct))
        {
            await CloseAsync(LeaseHeld, "lease_held");
            return false;
        }

        if (lease.Number is { } number)
        {
            await SendAsync(new AgentFrames.Welcome("welcome", number, options.Value.LeaseSeconds, time.GetUtcNow()), ct);
        }

        return true;
    }

    private async Task SendAsync(string ledgerId, CancellationToken ct)
    {
        var again = 0;
        await WithAsync<OpenDeliveries>(async open => again = await open.ResumeAsync(agentId, ledgerId, ct));
        logger.AgentConnected(agentId, ledgerId, again);
        HashSet<Guid> sent = [];
        while (true)
        {
            if (!await lease!.KeepAsync(ct))
            {
                fenced = true;
                await CloseAsync(LeaseHeld, "lease_held");
                return;
            }

            List<Decision> taken = [];
            await WithAsync<OpenDeliveries>(async open => taken = await open.TakeAsync(agentId, ledgerId, lease.Number, sent, ct));
            await SendAllAsync(taken, ct);
            sent.UnionWith(taken.Select(decision => decision.Id));
            if (taken.Count == 0 && !await WaitAsync(ct))
            {
                return;
            }
        }
    }

    private async Task ReceiveAsync(AgentFrameReader frames, string ledgerId, CancellationToken ct)
    {
        var peer = new AgentPeer(agentId, ledgerId);
        while (await frames.ReadAsync(ct) is { } frame)
        {
            object? answer;
            await using (var scope = scopes.CreateAsyncScope())
            {
                var handler = scope.ServiceProvider.GetKeyedService<IAgentFrameHandler>(frame.Type);
                answer = handler is null ? null : await handler.AnswerAsync(peer, frame, ct);
            }

            if (answer is null)
            {
                logger.FrameRefused(agentId, "unknown frame");
                continue;
            }

            await SendAsync(answer, ct);
        }
    }

    /// <returns>False when a newer connection of the agent took over.</returns>
    private async Task<bool> WaitAsync(CancellationToken ct)
    {
        try
        {
            var woken = await wake.Reader.WaitToReadAsync(ct).AsTask().WaitAsync(LookAgain, time, ct);
            while (wake.Reader.TryRead(out _))
            {
            }

            return woken;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private async Task SendAllAsync(IEnumerable<Decision> decisions, CancellationToken ct)
    {
        foreach (var decision in decisions)
        {
            await SendAsync(
                new AgentFrames.DecisionFrame(
                    "decision", decision.Id, decision.ConversationId, decision.ChatId, decision.ChatName, decision.IsGroup,
                    decision.Action, decision.Parts, decision.DecidedAt, decision.TraceParent, decision.ExpiresAt),
                ct);
        }
    }

    private async Task SendAsync<T>(T frame, CancellationToken ct)
    {
        await sending.WaitAsync(ct);
        try
        {
            await socket.SendAsync(
                JsonSerializer.SerializeToUtf8Bytes(frame, AgentFrames.Json), WebSocketMessageType.Text, endOfMessage: true, ct);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task WithAsync<TService>(Func<TService, Task> work)
        where TService : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string? reason)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
                await socket.CloseOutputAsync(status, reason, patience.Token);
            }
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException)
        {
            logger.ConnectionFailed(agentId, failure);
        }
    }
}
