using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace WeChatPlatform.Testing;

/// <summary>
/// An agent without a desktop: it hands in messages until they are taken, holds the socket, and reports every part of a
/// decision as typed. It behaves as the real one does when the line is cut: it comes back and tells again what was not
/// acknowledged.
/// </summary>
public sealed class LoadAgent : IAsyncDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Uri _api;
    private readonly string _agentId;
    private readonly string _token;
    private readonly string _ledger = Guid.CreateVersion7().ToString("N");
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One question at a time in a chat, so that a decision tells by its chat which question it answers.
    private readonly ConcurrentDictionary<string, Question> _open = new();
    private readonly ConcurrentDictionary<Guid, Question> _answers = new();
    private readonly ConcurrentDictionary<(Guid Decision, int Part), byte> _reports = new();
    private readonly Action<Question> _answered;
    private readonly Task _talking;

    public LoadAgent(Uri api, string agentId, string token, Action<Question> answered)
    {
        _api = api;
        _agentId = agentId;
        _token = token;
        _answered = answered;
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            BaseAddress = api, Timeout = TimeSpan.FromSeconds(5),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _talking = TalkAsync();
    }

    /// <summary>How often the socket was opened.</summary>
    public int Connections { get; private set; }

    /// <summary>Decisions that no question was open for.</summary>
    public ConcurrentQueue<Guid> Strays { get; } = new();

    /// <summary>Parts that the platform has not acknowledged yet.</summary>
    public int OpenReports => _reports.Count;

    public Task ConnectedAsync(CancellationToken ct) => _connected.Task.WaitAsync(ct);

    /// <summary>Hands the question in, again and again under the same id, until the platform has it.</summary>
    public async Task HandInAsync(Question question, CancellationToken ct)
    {
        _open[question.ChatId] = question;
        var body = new
        {
            AgentId = _agentId,
            Message = new
            {
                question.Id, question.ChatId, Sender = question.ChatId, Content = question.Text, Type = "text",
                Timestamp = DateTimeOffset.UtcNow,
            },
        };
        var pause = FirstPause;
        while (true)
        {
            question.Tries++;
            if (await TryAsync(body, ct))
            {
                question.AcceptedAt = Stopwatch.GetTimestamp();
                return;
            }

            await Task.Delay(pause, ct);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _talking;
        _http.Dispose();
        _over.Dispose();
    }

    private async Task<bool> TryAsync(object body, CancellationToken ct)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync("api/v1/messages", body, PlatformAccess.Json, ct);
            if ((int)answer.StatusCode is >= 400 and < 500 and not 429)
            {
                throw new InvalidOperationException($"a message was refused: {await answer.Content.ReadAsStringAsync(ct)}");
            }

            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task TalkAsync()
    {
        var pause = FirstPause;
        while (!_over.IsCancellationRequested)
        {
            try
            {
                using var socket = new ClientWebSocket();
                socket.Options.SetRequestHeader("Authorization", $"Bearer {_token}");
                socket.Options.KeepAliveInterval = KeepAlive;
                socket.Options.KeepAliveTimeout = KeepAlive;
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
                patience.CancelAfter(TimeSpan.FromSeconds(5));
                var address = new UriBuilder(_api) { Scheme = "ws", Path = $"/api/v1/agents/{_agentId}/socket" }.Uri;
                await socket.ConnectAsync(address, patience.Token);
                pause = FirstPause;
                await TalkAsync(socket, _over.Token);
            }
            catch (Exception cut) when (cut is WebSocketException or OperationCanceledException or HttpRequestException)
            {
                // The platform or the network is away: the next connection begins with what is still to be told.
            }

            await Task.Delay(pause, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task TalkAsync(ClientWebSocket socket, CancellationToken ct)
    {
        // One writer: what is to be told waits in line.
        var lines = Channel.CreateUnbounded<object>();
        lines.Writer.TryWrite(new { Type = "hello", LedgerId = _ledger, Open = Array.Empty<Guid>() });
        foreach (var (decision, part) in _reports.Keys)
        {
            lines.Writer.TryWrite(Report(decision, part));
        }

        Connections++;
        _connected.TrySetResult();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var writing = WriteAsync(socket, lines.Reader, ended.Token);
        try
        {
            await ReadAsync(socket, lines.Writer, ended.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WriteAsync(ClientWebSocket socket, ChannelReader<object> lines, CancellationToken ct)
    {
        await foreach (var line in lines.ReadAllAsync(ct))
        {
            await socket.SendAsync(
                JsonSerializer.SerializeToUtf8Bytes(line, PlatformAccess.Json), WebSocketMessageType.Text, endOfMessage: true, ct);
        }
    }

    private async Task ReadAsync(ClientWebSocket socket, ChannelWriter<object> lines, CancellationToken ct)
    {
        var buffer = new byte[256 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), ct);
                length += received.Count;
            }
            while (!received.EndOfMessage);

            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
                return;
            }

            var frame = JsonSerializer.Deserialize<Frame>(buffer.AsSpan(0, length), PlatformAccess.Json)!;
            if (frame.Type == "decision")
            {
                Take(frame, lines);
            }
            else
            {
                _reports.TryRemove((frame.DecisionId, frame.Part), out _);
            }
        }
    }

    // The same decision may come again on a new connection, because its reports were lost on the old one.
    private void Take(Frame frame, ChannelWriter<object> lines)
    {
        var parts = Enumerable.Range(0, frame.Parts.Length);
        if (_answers.TryGetValue(frame.DecisionId, out _))
        {
            foreach (var part in parts)
            {
                lines.TryWrite(Report(frame.DecisionId, part));
            }

            return;
        }

        if (!_open.TryGetValue(frame.ChatId, out var question))
        {
            Strays.Enqueue(frame.DecisionId);
            return;
        }

        _answers[frame.DecisionId] = question;
        foreach (var part in parts)
        {
            _reports.TryAdd((frame.DecisionId, part), 0);
            lines.TryWrite(Report(frame.DecisionId, part));
        }

        var isFirst = question.DecidedAt == 0;
        question.Decisions.Add(frame.DecisionId);
        if (isFirst)
        {
            question.DecidedAt = Stopwatch.GetTimestamp();
            _answered(question);
        }
    }

    private static object Report(Guid decision, int part) =>
        new { Type = "delivery", DecisionId = decision, Part = part, Outcome = "verified", At = DateTimeOffset.UtcNow };

    private sealed record Frame(string Type, Guid DecisionId, string ChatId, string[] Parts, int Part);
}
