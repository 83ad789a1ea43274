using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WeChatPlatform.Messaging.Tests;

/// <summary>What the meters of messaging said since this was made: sums of counters, numbers of histogram values, gauges now.</summary>
internal sealed class Readings : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, double> values = new(StringComparer.Ordinal);

    public Readings()
    {
        listener.InstrumentPublished = (instrument, on) =>
        {
            if (instrument.Meter.Name == "WeChatPlatform.Messaging")
            {
                on.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
    }

    /// <remarks><paramref name="labels"/> are written name=value, in the order of their names.</remarks>
    public double Of(string instrument, params string[] labels)
    {
        listener.RecordObservableInstruments();
        return values.GetValueOrDefault($"{instrument} {string.Join(' ', labels)}");
    }

    public void Dispose() => listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}");
        var one = instrument is Histogram<double> ? 1 : value;
        values.AddOrUpdate(
            $"{instrument.Name} {string.Join(' ', labels)}", one, (_, before) => instrument.IsObservable ? one : before + one);
    }
}
