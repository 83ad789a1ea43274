using WeChatPlatform.LocalServers;
using WeChatPlatform.MessagingBenchmark;

const int UsageFault = 64;
const int ServerFault = 69;

if (Settings.Parse(args) is not { } settings)
{
    await Console.Error.WriteLineAsync(Settings.Usage);
    return UsageFault;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    await using var servers = await Servers.StartAsync(stop.Token);
    return await Run.AsAskedAsync(settings, servers, stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (LocalServerException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return ServerFault;
}
