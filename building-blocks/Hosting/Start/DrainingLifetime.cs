using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting;

/// <summary>
/// What a signal to stop does: the process says that it is not ready and goes on serving for a while, so that nobody is
/// sent to it any more when it really stops. A second signal ends the wait.
/// </summary>
internal sealed class DrainingLifetime(
    IHostApplicationLifetime lifetime, IOptions<HostingOptions> options, TimeProvider time, ILogger<DrainingLifetime> logger)
    : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> signals = [];
    private volatile bool draining;

    public bool IsDraining => draining;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM])
        {
            signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var signal in signals)
        {
            signal.Dispose();
        }
    }

    internal void RequestStop()
    {
        var wait = TimeSpan.FromSeconds(options.Value.DrainSeconds);
        if (draining || wait <= TimeSpan.Zero || !lifetime.ApplicationStarted.IsCancellationRequested)
        {
            lifetime.StopApplication();
            return;
        }

        draining = true;
        logger.Draining(wait.TotalSeconds);
        _ = StopLaterAsync(wait);
    }

    private void OnSignal(PosixSignalContext signal)
    {
        // The process ends by itself, when its work in hand is done.
        signal.Cancel = true;
        RequestStop();
    }

    private async Task StopLaterAsync(TimeSpan wait)
    {
        await Task.Delay(wait, time, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lifetime.StopApplication();
    }
}
