using System.Text.Json;

namespace WeChatPlatform.Testing;

/// <summary>One log line that a process wrote as JSON. The trace is the one that was current when it was written.</summary>
public sealed record LogEvent(int EventId, string? TraceId, JsonElement State)
{
    public string? Value(string name) => State.TryGetProperty(name, out var value) ? value.ToString() : null;

    public static LogEvent? Parse(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        var root = JsonSerializer.Deserialize<JsonElement>(line);
        return new LogEvent(
            root.TryGetProperty(nameof(EventId), out var id) ? id.GetInt32() : 0,
            TraceOf(root),
            root.TryGetProperty(nameof(State), out var state) ? state : default);
    }

    private static string? TraceOf(JsonElement root)
    {
        if (!root.TryGetProperty("Scopes", out var scopes))
        {
            return null;
        }

        foreach (var scope in scopes.EnumerateArray())
        {
            if (scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty(nameof(TraceId), out var trace))
            {
                return trace.GetString();
            }
        }

        return null;
    }
}

/// <summary>What a process wrote to its two outputs, over all its lives.</summary>
/// <remarks><paramref name="most"/> is how many lines are kept at least, for runs that write without end.</remarks>
public sealed class ProcessLog(int most = int.MaxValue)
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private int _lifeBegan;

    public void BeginLife()
    {
        lock (_gate)
        {
            _lifeBegan = _lines.Count;
        }
    }

    public void Add(string? line)
    {
        if (line is not null)
        {
            lock (_gate)
            {
                _lines.Add(line);
                if (_lines.Count / 2 >= most)
                {
                    _lines.RemoveRange(0, most);
                    _lifeBegan = Math.Max(0, _lifeBegan - most);
                }
            }
        }
    }

    public IReadOnlyList<LogEvent> Events() => Parse(0);

    public IReadOnlyList<LogEvent> EventsOfThisLife() => Parse(_lifeBegan);

    public string Tail(int count)
    {
        lock (_gate)
        {
            return string.Join(Environment.NewLine, _lines.TakeLast(count));
        }
    }

    private IReadOnlyList<LogEvent> Parse(int from)
    {
        List<string> lines;
        lock (_gate)
        {
            lines = _lines[from..];
        }

        return [.. lines.Select(LogEvent.Parse).OfType<LogEvent>()];
    }
}
