using System.Collections.Concurrent;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>Starts again what has ended, whoever ended it, as the supervisor of a real installation does.</summary>
internal sealed class Supervisor(Timeline timeline) : IAsyncDisposable
{
    private static readonly TimeSpan Rounds = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<PlatformProcess, Watched> _watched = new();
    private readonly CancellationTokenSource _over = new();
    private Task? _watching;

    public bool AllRun => _watched.Keys.All(process => process.IsRunning);

    /// <param name="process">It runs already.</param>
    /// <param name="started">Done after every further start, in its own time; what fails is said.</param>
    public void Watch(PlatformProcess process, Func<CancellationToken, Task>? started = null)
    {
        _watched[process] = new Watched(started);
        _watching ??= WatchAsync();
    }

    /// <summary>kill -9. It stays away for so long at least.</summary>
    public async Task KillAsync(PlatformProcess process, TimeSpan down, CancellationToken ct)
    {
        _watched[process].Until = DateTimeOffset.UtcNow + down;
        _watched[process].IsKilled = true;
        try
        {
            await process.EndAsync(Disturbance.Kill, ct);
        }
        catch (InvalidOperationException)
        {
            timeline.Say($"{process.Name} was down already");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        if (_watching is not null)
        {
            await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _over.Dispose();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            await Task.Delay(Rounds, _over.Token);
            foreach (var (process, watched) in _watched.Where(entry => !entry.Key.IsRunning))
            {
                if (!watched.IsKilled)
                {
                    timeline.Say($"{process.Name} ended by itself with {process.ExitCode}");
                    (watched.IsKilled, watched.Until) = (true, DateTimeOffset.UtcNow + Pause);
                }
                else if (DateTimeOffset.UtcNow >= watched.Until)
                {
                    watched.IsKilled = false;
                    process.Start();
                    timeline.Say($"{process.Name} starts");
                    _ = FollowAsync(process, watched);
                }
            }
        }
    }

    private async Task FollowAsync(PlatformProcess process, Watched watched)
    {
        try
        {
            await (watched.Started?.Invoke(_over.Token) ?? Task.CompletedTask);
        }
        catch (Exception failure) when (!_over.IsCancellationRequested)
        {
            timeline.Say($"{process.Name}: {failure.Message}");
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private sealed class Watched(Func<CancellationToken, Task>? started)
    {
        public Func<CancellationToken, Task>? Started => started;

        public DateTimeOffset Until { get; set; }

        public bool IsKilled { get; set; }
    }
}
