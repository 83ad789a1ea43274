using System.Globalization;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Compliance.Node;
using WeChatPlatform.Messaging;

// A node of the compliance suite. The first line of its input are its settings; then commands come:
//   strike POINT PASSES   dies at this fail point
//   stop                  ends in good order
// The end of the input ends it at once, so that it never outlives the suite.
var orders = JsonSerializer.Deserialize<NodeOrders>((await Console.In.ReadLineAsync())!)!;
using var evidence = new Evidence(orders.EvidencePath);
var striker = new Striker(evidence, orders.Follows);
using var host = NodeHost.Build(orders.Settings, orders.Follows, builder =>
{
    builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
    builder.Services.AddSingleton<IFailPoints>(striker);
    builder.Services.AddSingleton<IConsumeObserver, ConsumeEnd>();
});
await host.StartAsync();
var bus = host.Services.GetRequiredService<IBusControl>();
if (await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(50)) != BusHealthStatus.Healthy)
{
    var health = bus.CheckHealth();
    Console.WriteLine($"{health.Description}: {health.Exception}");
    return 1;
}

Console.WriteLine("ready");
while (await Console.In.ReadLineAsync() is { } command)
{
    if (command == "stop")
    {
        await host.StopAsync();
        return 0;
    }

    var words = command.Split(' ');
    striker.Arm(Enum.Parse<FailPoint>(words[1]), int.Parse(words[2], CultureInfo.InvariantCulture));
    Console.WriteLine("armed");
}

Environment.Exit(1);
return 1;
