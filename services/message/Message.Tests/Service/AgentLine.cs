using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using WeChatPlatform.Edge;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>An agent's socket; what arrives is read all the time and kept in order.</summary>
public sealed class AgentLine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket socket = new();
    private readonly Channel<Frame> frames = Channel.CreateUnbounded<Frame>();
    private readonly List<Frame> early = [];
    private Task reading = Task.CompletedTask;

    private AgentLine()
    {
    }

    /// <summary>Why the service closed the connection; absent while it is open, or when it was just cut.</summary>
    public WebSocketCloseStatus? Closed => socket.CloseStatus;

    public string? ClosedBecause => socket.CloseStatusDescription;

    /// <summary>The number of the lease that the service welcomed the agent with; absent without one.</summary>
    public long? Lease { get; private set; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Connects and says hello.</summary>
    public static async Task<AgentLine> ConnectAsync(
        TestHost host, string agentId, string desktop, string ledger, Guid[] open, string? instance = null, string? clientVersion = null)
    {
        var line = await OpenAsync(host, agentId, agentId, desktop);
        await line.SendAsync(instance is null
            ? new { type = "hello", ledger_id = ledger, open }
            : new { type = "hello", ledger_id = ledger, instance_id = instance, open, client_version = clientVersion });
        return line;
    }

    /// <summary>Waits until the service has given the account to this process.</summary>
    public async Task<Frame> WelcomeAsync()
    {
        var welcome = await NextAsync("welcome");
        Lease = welcome.Lease;
        return welcome;
    }

    /// <summary>Connects to the path of an agent with the token of one, and says nothing.</summary>
    public static Task<AgentLine> OpenAsync(
        TestHost host, string path, string agentId, string desktop = Caller.SimulatedDesktop) =>
        OpenAsync(host, path, Caller.Agent(agentId, desktop));

    /// <inheritdoc cref="OpenAsync(TestHost, string, string, string)"/>
    public static async Task<AgentLine> OpenAsync(TestHost host, string path, Caller caller)
    {
        var line = new AgentLine();
        line.socket.Options.SetRequestHeader("Authorization", $"Bearer {host.Token(caller)}");
        line.socket.Options.CollectHttpResponseDetails = true;
        var address = new UriBuilder(host.Address) { Scheme = "ws", Path = $"/api/v1/agents/{path}/socket" }.Uri;
        try
        {
            await line.socket.ConnectAsync(address, Ct);
        }
        catch (WebSocketException failure)
        {
            throw new HttpRequestException(failure.Message, failure, line.socket.HttpStatusCode);
        }

        line.reading = line.ReadAsync();
        return line;
    }

    public Task SendAsync(object frame) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, Ct);

    /// <summary>The next decision; acknowledgements before it are skipped, other frames wait for who asks for them.</summary>
    public Task<Frame> DecisionAsync() => NextAsync("decision");

    /// <summary>The next table of greetings.</summary>
    public Task<Frame> GreetingsAsync() => NextAsync("greetings");

    /// <summary>Reports a gap and waits until the service has it.</summary>
    /// <returns>The id that the service acknowledged.</returns>
    public async Task<string?> GapAsync(object gap)
    {
        await SendAsync(gap);
        return (await NextAsync("gap_received")).GapId;
    }

    /// <summary>Reports a part and waits until the service has it.</summary>
    public async Task ReportAsync(Guid decisionId, string outcome, int part = 0, string? reason = null)
    {
        await SendAsync(new { type = "delivery", decision_id = decisionId, part, outcome, reason, at = DateTimeOffset.UnixEpoch });
        (await NextAsync("delivery_received")).DecisionId.ShouldBe(decisionId);
    }

    /// <summary>Asks the gate under the lease of this line, or under another one.</summary>
    public async Task<GateWord> AskGateAsync(
        Guid decisionId, string step = "enter", int part = 0, long? lease = null, string? clientVersion = null, string? held = null)
    {
        await SendAsync(new
        {
            type = "gate", decision_id = decisionId, part, step, lease = lease ?? Lease, client_version = clientVersion,
            recipient_verified_at = DateTimeOffset.UnixEpoch, typed_at = DateTimeOffset.UnixEpoch.AddSeconds(1),
            held,
        });
        var answer = await NextAsync("gate_answer");
        (answer.DecisionId, answer.Part, answer.Step).ShouldBe((decisionId, part, step));
        return new GateWord(answer.Verdict!, answer.Reason, answer.AskAgainSeconds);
    }

    /// <summary>Waits until the service ended the connection.</summary>
    public Task EndedAsync() => reading.WaitAsync(Patience, Ct);

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        await reading;
        socket.Dispose();
    }

    private async Task<Frame> NextAsync(string type)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        if (early.Find(frame => frame.Type == type) is { } before)
        {
            early.Remove(before);
            return before;
        }

        while (true)
        {
            var frame = await frames.Reader.ReadAsync(patience.Token);
            if (frame.Type == type)
            {
                return frame;
            }

            if (frame.Type != "delivery_received")
            {
                early.Add(frame);
            }
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[256 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += received.Count;
                }
                while (!received.EndOfMessage);

                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return;
                }

                frames.Writer.TryWrite(JsonSerializer.Deserialize<Frame>(buffer.AsSpan(0, length), Wire.Json)!);
            }
        }
        catch (Exception cut) when (cut is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The service or the test cut the line.
        }
        finally
        {
            frames.Writer.TryComplete();
        }
    }
}
