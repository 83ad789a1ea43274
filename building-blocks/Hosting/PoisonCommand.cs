using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client.Exceptions;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Hosting;

/// <summary>Lists the messages that this process's queues gave up, with their reasons; puts them back or removes them.</summary>
internal sealed class PoisonCommand(PlatformHostSetup setup) : IHostCommand
{
    private const string Usage = "poison list | poison redeliver all|<message-id> | poison remove all|<message-id>";

    public string Verb => "poison";

    public string Summary => $"列出、重新投递或删除处理失败的消息 / list, redeliver or remove poison messages: {Usage}";

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
            case ["redeliver", var which] when TryParse(which, out var messageId):
                var redelivered = await poison.RedeliverAsync(messageId, ct);
                await output.WriteLineAsync($"已重新投递 {redelivered} 条 / {redelivered} redelivered");
                return ExitCode(messageId, redelivered);
            case ["remove", var which] when TryParse(which, out var messageId):
                var removed = await poison.RemoveAsync(messageId, ct);
                await output.WriteLineAsync($"已删除 {removed} 条 / {removed} removed");
                return ExitCode(messageId, removed);
            default:
                await (setup.Error ?? Console.Error).WriteLineAsync($"用法 / usage: {Usage}");
                return 2;
        }
    }

    // Null stands for all of them.
    private static bool TryParse(string which, out Guid? messageId)
    {
        messageId = Guid.TryParse(which, out var id) ? id : null;
        return messageId is not null || which == "all";
    }

    private static int ExitCode(Guid? messageId, int count) => messageId is not null && count == 0 ? 1 : 0;
}
