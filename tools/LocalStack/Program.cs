using Microsoft.Extensions.Logging;
using WeChatPlatform.LocalServers;
using WeChatPlatform.LocalStack;

const int UsageFault = 64;
const int ServerFault = 69;
const int SignalBase = 128;

var arguments = Arguments.Parse(args, out var fault);
if (arguments is null)
{
    await Console.Error.WriteLineAsync(fault.Chinese);
    await Console.Error.WriteLineAsync($"{fault.English}; usage: {Arguments.Usage}");
    return UsageFault;
}

using var logging = LoggerFactory.Create(builder => builder
    .SetMinimumLevel(LogLevel.Warning)
    .AddSimpleConsole(console => console.SingleLine = true)
    .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
using var signals = new Signals();
try
{
    var logger = logging.CreateLogger("LocalStack");
    await using IServers servers = arguments.DockerHost is null
        ? await Servers.StartAsync(arguments, logger, signals.Starting)
        : await Containers.StartAsync(arguments, logger, signals.Starting);
    using var child = signals.Start(() => ChildCommand.Start(arguments.Command, servers.Variables()));
    try
    {
        return await child.WaitAsync();
    }
    finally
    {
        signals.Forget();
    }
}
catch (OperationCanceledException) when (signals.Early is not null)
{
    return SignalBase + (int)signals.Early;
}
catch (LocalServerException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return ServerFault;
}
