using MassTransit;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Hosting;

/// <summary>In every process: access that the gateway took away ends here too.</summary>
internal sealed class AccessRevokedConsumer(RevokedAccess revoked) : IConsumer<AccessRevoked>
{
    public Task Consume(ConsumeContext<AccessRevoked> context)
    {
        revoked.Add(context.Message.GrantIds);
        return Task.CompletedTask;
    }
}
