using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>
/// Plays a script on a running platform: all chats at the same time, and, when wanted, every process disturbed once in a
/// seeded order. Messages and disturbances wait for each other, so that each disturbance falls into the traffic however
/// fast the machine is.
/// </summary>
internal sealed class Story(PlatformShape shape, int seed)
{
    private readonly Script _script = new(seed);
    private int _total;
    private int _said;
    private int _victims;
    private int _disturbed;

    public async Task PlayAsync(Disturbance? disturbance, CancellationToken ct)
    {
        var chats = _script.Forty();
        var victims = disturbance is null ? [] : _script.Shuffled(shape.Processes)
            .Select(process => (process, _script.Moment(0, 800), _script.Moment(0, 1000))).ToList();
        _total = chats.SelectMany(bursts => bursts).Sum(burst => burst.Lines.Count);
        _victims = victims.Count;
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAll(
        [
            .. chats.Select(bursts => Guarded(SpeakAsync(bursts, failed.Token))),
            Guarded(DisturbAsync(disturbance ?? default, victims, failed.Token)),
        ]);

        // When one fails the others have nothing to wait for.
        async Task Guarded(Task part)
        {
            try
            {
                await part;
            }
            catch (Exception)
            {
                await failed.CancelAsync();
                throw;
            }
        }
    }

    private async Task SpeakAsync(IReadOnlyList<Burst> bursts, CancellationToken ct)
    {
        foreach (var burst in bursts)
        {
            await Task.Delay(burst.Pause, ct);
            foreach (var line in burst.Lines)
            {
                await UntilAsync(() => Due(Volatile.Read(ref _said) + 1) <= Volatile.Read(ref _disturbed) + 1, ct);
                await shape.Players.SayAsync(line.Chat, line.Member, line.Text, ct);
                Interlocked.Increment(ref _said);
                await Task.Delay(line.Pause, ct);
            }
        }
    }

    private async Task DisturbAsync(
        Disturbance how, List<(PlatformProcess, TimeSpan, TimeSpan)> victims, CancellationToken ct)
    {
        foreach (var (process, before, down) in victims)
        {
            await UntilAsync(() => Volatile.Read(ref _disturbed) < Due(Volatile.Read(ref _said)), ct);
            await Task.Delay(before, ct);
            await process.EndAsync(how, ct);
            Interlocked.Increment(ref _disturbed);
            await Task.Delay(down, ct);
            process.Start();
            await process.BecomesReadyAsync(ct);
        }
    }

    /// <summary>How many disturbances fall before the given number of messages is said: evenly, the last before the end.</summary>
    private int Due(int messages) => messages * (_victims + 1) / (_total + 1);

    private static async Task UntilAsync(Func<bool> condition, CancellationToken ct)
    {
        while (!condition())
        {
            await Task.Delay(20, ct);
        }
    }
}
