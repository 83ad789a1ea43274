using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client.Exceptions;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Hosting;

/// <summary>Lists the messages that this process's queues gave up, with their reasons, and puts them back.</summary>
internal sealed class PoisonCommand(PlatformHostSetup setup) : IHostCommand
{
    private const string Usage = "poison list | poison redeliver all | poison redeliver <message-id>";

    public string Verb => "poison";

    public string Summary => $"列出或重新投递处理失败的消息 / list or redeliver poison messages: {Usage}";

    public async Task<int> RunAsync(string[] args, IServiceProvider services, CancellationToken ct)
    {
        try
        {
            return await RunAsync(args, services.GetRequiredService<PoisonMessages>(), ct);
        }
        catch (BrokerUnreachableException failure)
        {
            throw new StartRefusedException(
                ExitCodes.Unexpected, "RabbitMQ 无法访问 / RabbitMQ unreachable (Messaging:RabbitMq)", failure);
        }
    }

    private async Task<int> RunAsync(string[] args, PoisonMessages poison, CancellationToken ct)
    {
        var output = setup.Output ?? Console.Out;
        switch (args)
        {
            case ["list"]:
                var messages = await poison.ListAsync(ct);
                foreach (var message in messages)
                {
                    await output.WriteLineAsync(
                        $"{message.MessageId}  {message.Queue}  {message.MessageType}  {message.FailedAt:u}  {message.Reason}");
                }

                await output.WriteLineAsync($"{messages.Count} 条 / messages");
                return 0;
            case ["redeliver", "all"]:
                return await RedeliverAsync(poison, output, null, ct);
            case ["redeliver", var id] when Guid.TryParse(id, out var messageId):
                return await RedeliverAsync(poison, output, messageId, ct);
            default:
                await (setup.Error ?? Console.Error).WriteLineAsync($"用法 / usage: {Usage}");
                return 2;
        }
    }

    private static async Task<int> RedeliverAsync(
        PoisonMessages poison, TextWriter output, Guid? messageId, CancellationToken ct)
    {
        var count = await poison.RedeliverAsync(messageId, ct);
        await output.WriteLineAsync($"已重新投递 {count} 条 / {count} redelivered");
        return messageId is not null && count == 0 ? 1 : 0;
    }
}
