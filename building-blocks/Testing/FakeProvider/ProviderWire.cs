using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace WeChatPlatform.Testing;

/// <summary>Writes one scripted answer the way a provider does, and knows afterwards what it cost.</summary>
internal sealed class ProviderWire(HttpContext http, ProviderRequest request, ProviderDialect dialect)
{
    private ProviderAnswer _answer = new();
    private ProviderEnd _end = ProviderEnd.Refused;
    private double _share;

    public async Task AnswerAsync(ProviderAnswer answer, CancellationToken ct)
    {
        _answer = answer;
        _end = ProviderEnd.Abandoned;
        await Task.Delay(answer.Latency, ct);
        await answer.Until.WaitAsync(ct);
        if (answer.RetryAfter is not null)
        {
            http.Response.Headers.RetryAfter = answer.RetryAfter;
        }

        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers[name] = value;
        }

        var write = answer switch
        {
            { Fault: ProviderFault.NoAnswer } => BreakAtOnce(),
            { Complaint: { } complaint } => RefuseAsync(dialect.Complaints[complaint], ct),
            { Status: not 200 } => RefuseAsync(new ProviderError(answer.Status, "fake_error", "fake_error", "Refused"), ct),
            { Fault: ProviderFault.NotJson } => NonsenseAsync("<html>Bad gateway</html>", ct),
            { Fault: ProviderFault.OtherJson } => NonsenseAsync("""{"status":"ok","data":[]}""", ct),
            _ when request.IsStream => StreamAsync(ct),
            _ => CompleteAsync(ct),
        };
        await write;
    }

    /// <summary>The line of the books.</summary>
    public ProviderBill Bill(bool callerLeft)
    {
        var end = callerLeft && _end == ProviderEnd.Abandoned ? ProviderEnd.Abandoned : _end;
        return end switch
        {
            ProviderEnd.Refused => new ProviderBill(request.Model ?? "", 0, 0, end, WasTold: true),
            ProviderEnd.Answered => new ProviderBill(request.Model ?? "", _answer.InputTokens, _answer.OutputTokens, end, _answer.TellsUsage),
            _ => new ProviderBill(
                request.Model ?? "", _answer.InputTokens, (int)Math.Round(_answer.OutputTokens * _share), end, WasTold: false),
        };
    }

    private Task BreakAtOnce()
    {
        _end = ProviderEnd.Broken;
        http.Abort();
        return Task.CompletedTask;
    }

    private Task RefuseAsync(ProviderError error, CancellationToken ct)
    {
        _end = ProviderEnd.Refused;
        http.Response.StatusCode = error.Status;
        return WriteAsync("application/json", Quoting(error).ToJsonString(), ct);
    }

    private Task NonsenseAsync(string body, CancellationToken ct)
    {
        _end = ProviderEnd.Broken;
        return WriteAsync(body[0] == '<' ? "text/html" : "application/json", body, ct);
    }

    // Real providers quote keys and prompts in what they say.
    private JsonNode Quoting(ProviderError error) =>
        dialect.Error(error with { Message = $"{error.Message} ({request.Authorization}, you said: {request.LastUserText})" });

    private async Task CompleteAsync(CancellationToken ct)
    {
        var whole = dialect.IsAnthropic ? AnthropicWire.Message(request, _answer) : OpenAiWire.Completion(request, _answer, dialect);
        if (_answer.Fault == ProviderFault.ErrorInStream)
        {
            _end = ProviderEnd.Broken;
            await WriteAsync("application/json", Quoting(dialect.Complaints[ProviderComplaint.Overloaded]).ToJsonString(), ct);
            return;
        }

        var body = Encoding.UTF8.GetBytes(whole.ToJsonString());
        if (_answer.Fault == ProviderFault.None)
        {
            await WriteAsync("application/json", body, ct);
            (_end, _share) = (ProviderEnd.Answered, 1);
            return;
        }

        // A clean early end leaves valid framing around broken JSON; a reset breaks the framing too.
        (_end, _share) = (ProviderEnd.Broken, 1);
        http.Response.ContentLength = _answer.Fault == ProviderFault.Reset ? body.Length : body.Length / 2;
        await WriteAsync("application/json", body.AsMemory(0, body.Length / 2), ct);
        if (_answer.Fault == ProviderFault.Reset)
        {
            http.Abort();
        }
    }

    private async Task StreamAsync(CancellationToken ct)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.Body.FlushAsync(ct);
        if (dialect.KeepsAlive)
        {
            await http.Response.WriteAsync(": keep-alive\n\n", ct);
            await http.Response.Body.FlushAsync(ct);
        }

        await Task.Delay(_answer.FirstPieceLatency, ct);
        var events = (dialect.IsAnthropic ? AnthropicWire.Events(request, _answer) : OpenAiWire.Events(request, _answer, dialect)).ToList();
        var sent = _answer.Fault == ProviderFault.None ? events.Count : (events.Count(one => !one.IsEnd) + 1) / 2;
        for (var i = 0; i < sent; i++)
        {
            await http.Response.WriteAsync(events[i].Event, ct);
            await http.Response.Body.FlushAsync(ct);
            _share = (i + 1.0) / events.Count;
        }

        _end = _answer.Fault == ProviderFault.None ? ProviderEnd.Answered : ProviderEnd.Broken;
        if (_answer.Fault == ProviderFault.ErrorInStream)
        {
            var error = Quoting(dialect.Complaints[ProviderComplaint.Overloaded]).ToJsonString();
            await http.Response.WriteAsync(dialect.IsAnthropic ? $"event: error\ndata: {error}\n\n" : $"data: {error}\n\n", ct);
        }
        else if (_answer.Fault == ProviderFault.Reset)
        {
            http.Abort();
        }
    }

    private Task WriteAsync(string contentType, string body, CancellationToken ct) => WriteAsync(contentType, Encoding.UTF8.GetBytes(body), ct);

    private async Task WriteAsync(string contentType, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        http.Response.ContentType = contentType;
        await http.Response.Body.WriteAsync(body, ct);
        await http.Response.Body.FlushAsync(ct);
    }
}
