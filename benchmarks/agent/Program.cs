using System.Globalization;
using WeChatPlatform.AgentFootprint;

var arguments = Arguments.Parse(args);
if (arguments is null)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var folder = Directory.CreateTempSubdirectory("agent-footprint-").FullName;
try
{
    Console.WriteLine(
        $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {arguments.Chats} chats, a look a second, "
        + $"program {new FileInfo(arguments.Agent).Length / 1048576.0:0.0} MB");
    var measurements = new Measurement(arguments, folder);
    Console.WriteLine("| program | start to first look, first / median ms | to welcome, median ms | phase | RSS MB | own MB | CPU % of a core | simulator's CPU % | threads | files |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
    await measurements.RunAsync("published", arguments.Agent, arguments.SoakMinutes, interrupted.Token);
    if (arguments.Built is not null)
    {
        await measurements.RunAsync("built", arguments.Built, soakMinutes: 0, interrupted.Token);
    }

    return 0;
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    return 130;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
