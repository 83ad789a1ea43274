using System.Diagnostics;
using System.Globalization;

namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>What happened when, for whoever reads a failure. Safe to use from any thread.</summary>
internal sealed class Timeline(Action<string>? echo = null)
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public TimeSpan Elapsed => _clock.Elapsed;

    public void Say(string what)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.Now:HH:mm:ss.fff} {_clock.Elapsed.TotalSeconds,7:0.0} s  {what}");
        lock (_gate)
        {
            _lines.Add(line);
        }

        echo?.Invoke(line);
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join(Environment.NewLine, _lines);
        }
    }
}
