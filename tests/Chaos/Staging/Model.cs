using System.Globalization;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>
/// The model of a run. It never says the same twice, so that a text tells which decision it belongs to; it takes its time,
/// so that something can happen meanwhile; and some answers have two parts.
/// </summary>
internal sealed class Model(int seed, StepWatch watch, TimeSpan longest) : IAsyncDisposable
{
    /// <summary>Most characters of a part.</summary>
    public const int PartLength = 100;

    private readonly Trouble _lots = new(seed);
    private FakeProvider? _provider;
    private int _answers;

    public string BaseUrl => _provider!.BaseUrl;

    public async Task StartAsync(CancellationToken ct)
    {
        _provider = await FakeProvider.StartAsync(ct);
        _provider.KeepsRequests = false;
        _provider.Writer = WriteAsync;
    }

    public ValueTask DisposeAsync() => _provider?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<ProviderAnswer> WriteAsync(ProviderRequest request, CancellationToken ct)
    {
        await watch.ReachedAsync(Step.Generating, account: null, ct);
        var number = Interlocked.Increment(ref _answers);
        var about = request.LastUserText.ReplaceLineEndings("、");
        var text = string.Create(CultureInfo.InvariantCulture, $"第{number}份答复，您问的是{about[..Math.Min(about.Length, 40)]}，请放心使用。");
        if (number % 3 == 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"第{number}份答复的后半段：") + new string('详', PartLength - 30) + "。";
        }

        return new ProviderAnswer { Text = text, Latency = _lots.Moment(100, (int)longest.TotalMilliseconds) };
    }
}
