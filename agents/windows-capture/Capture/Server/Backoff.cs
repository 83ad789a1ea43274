using Microsoft.Extensions.Options;

namespace WeChatPlatform.Capture.Server;

/// <summary>How long to wait after failures in a row: doubling, bounded, and never in step with other agents.</summary>
internal sealed class Backoff(IOptions<AgentOptions> options, Random random)
{
    private const int MostDoublings = 20;
    private int _failures;

    public void Succeeded() => _failures = 0;

    /// <summary>Between half of the full pause and all of it.</summary>
    public TimeSpan NextPause()
    {
        var link = options.Value.Link;
        var full = Math.Min(
            link.LongestRetryMilliseconds, link.FirstRetryMilliseconds * Math.Pow(2, Math.Min(_failures, MostDoublings)));
        _failures++;
        return TimeSpan.FromMilliseconds(full * (0.5 + (random.NextDouble() / 2)));
    }
}
