using System.Diagnostics;
using System.Globalization;

namespace WeChatPlatform.SearchBenchmark;

/// <summary>Times of one kind of call, in milliseconds.</summary>
internal sealed class Figures
{
    private readonly List<double> milliseconds = [];

    public async Task<T> OfAsync<T>(Func<Task<T>> call)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await call();
        milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return result;
    }

    /// <summary>The time that this share of the calls kept to.</summary>
    public double At(double share)
    {
        var ordered = milliseconds.Order().ToList();
        return ordered[(int)Math.Min(ordered.Count - 1, share * ordered.Count)];
    }

    public string Cells => string.Create(CultureInfo.InvariantCulture, $"{At(0.5):0.00} | {At(0.95):0.00} | {At(0.99):0.00}");
}
