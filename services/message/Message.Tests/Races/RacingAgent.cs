using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using WeChatPlatform.Message.Tests.Service;

namespace WeChatPlatform.Message.Tests.Races;

/// <summary>
/// An agent that keeps its side of the bargain to the letter: asks before it types and before each Enter, holds when it is
/// told to, and takes its text back when it is refused. It stands still at one step of its first decision until it is let on.
/// </summary>
internal sealed class RacingAgent(MessageService service, string agentId, string standsAt) : IAsyncDisposable
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<Incoming> _decisions = Channel.CreateUnbounded<Incoming>();
    private readonly ConcurrentDictionary<(Guid, string), TaskCompletionSource<Incoming>> _asked = new();
    private readonly TaskCompletionSource<long> _welcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _letOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<Guid> _entered = new();
    private readonly CancellationTokenSource _over = new();
    private Task _reading = Task.CompletedTask;
    private Task _working = Task.CompletedTask;

    /// <summary>The decisions whose Enter was pressed, in order: what the customer has read.</summary>
    public IReadOnlyList<Guid> Entered => [.. _entered];

    /// <summary>Ends when the agent has come to its step.</summary>
    public Task Stands => _stands.Task;

    public void LetOn() => _letOn.TrySetResult();

    public async Task ConnectAsync(CancellationToken ct)
    {
        var host = service.Host;
        _socket.Options.SetRequestHeader("Authorization", $"Bearer {host.Token(Edge.Caller.Agent(agentId, Edge.Caller.SimulatedDesktop))}");
        await _socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = $"/api/v1/agents/{agentId}/socket" }.Uri, ct);
        await SendAsync(new { type = "hello", ledger_id = $"ledger-{agentId}", instance_id = Guid.CreateVersion7(), open = Array.Empty<Guid>() });
        _reading = ReadAsync();
        await _welcome.Task.WaitAsync(TimeSpan.FromSeconds(20), ct);
        _working = WorkAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _letOn.TrySetResult();
        _socket.Abort();
        await Task.WhenAll(_reading, _working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _over.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (var decision in _decisions.Reader.ReadAllAsync(_over.Token))
        {
            await StandAsync(RaceTable.Claimed);
            await TypeAsync(decision.DecisionId);
        }
    }

    /// <summary>Answers here have one part. Held, the agent takes its text back and begins again.</summary>
    private async Task TypeAsync(Guid decision)
    {
        while (true)
        {
            var said = await AskAsync(decision, "open");
            if (said.Verdict == "go")
            {
                await StandAsync(RaceTable.Typed);
                said = await AskAsync(decision, "enter");
            }

            switch (said.Verdict)
            {
                case "go":
                    await StandAsync(RaceTable.Granted);
                    _entered.Enqueue(decision);
                    await StandAsync(RaceTable.Entered);
                    await ReportAsync(decision, "verified", null);
                    return;
                case "refuse":
                    await ReportAsync(decision, "not_sent", said.Reason);
                    return;
                default:
                    await Task.Delay(AskAgain, _over.Token);
                    break;
            }
        }
    }

    private async Task<Incoming> AskAsync(Guid decision, string step)
    {
        var answer = new TaskCompletionSource<Incoming>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[(decision, step)] = answer;
        var typed = step == "enter" ? DateTimeOffset.UtcNow : (DateTimeOffset?)null;
        await SendAsync(new
        {
            type = "gate",
            decision_id = decision,
            part = 0,
            step,
            lease = await _welcome.Task,
            recipient_verified_at = typed,
            typed_at = typed,
        });
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(20), _over.Token);
    }

    private async Task StandAsync(string step)
    {
        if (step == standsAt)
        {
            _stands.TrySetResult();
            await _letOn.Task;
        }
    }

    private Task ReportAsync(Guid decision, string outcome, string? reason) => SendAsync(
        new { type = "delivery", decision_id = decision, part = 0, outcome, reason, at = DateTimeOffset.UtcNow });

    private Task SendAsync(object frame) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, _over.Token);

    private async Task ReadAsync()
    {
        var buffer = new byte[256 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), _over.Token);
            received.EndOfMessage.ShouldBeTrue();
            if (received.MessageType == WebSocketMessageType.Close)
            {
                _welcome.TrySetException(new InvalidOperationException($"closed: {_socket.CloseStatus} {_socket.CloseStatusDescription}"));
                return;
            }

            var frame = JsonSerializer.Deserialize<Incoming>(buffer.AsSpan(0, received.Count), Wire.Json)!;
            switch (frame.Type)
            {
                case "welcome":
                    _welcome.TrySetResult(frame.Lease);
                    break;
                case "decision":
                    _decisions.Writer.TryWrite(frame);
                    break;
                case "gate_answer" when _asked.TryRemove((frame.DecisionId, frame.Step!), out var asked):
                    asked.TrySetResult(frame);
                    break;
                default:
                    break;
            }
        }
    }

    private sealed record Incoming(string Type, Guid DecisionId, string? Step, string? Verdict, string? Reason, long Lease);
}
