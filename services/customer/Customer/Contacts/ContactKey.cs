using WeChatPlatform.Contracts;

namespace WeChatPlatform.Customer;

/// <summary>What tells two contacts apart.</summary>
internal sealed record ContactKey(string AgentId, string ChatId, string Member)
{
    public static ContactKey Of(IdentifyCustomer message) =>
        Of(message.AgentId, message.ChatId, message.Sender, message.IsGroup);

    public static ContactKey Of(MessageReceived message) =>
        Of(message.AgentId, message.ChatId, message.Sender, message.IsGroup);

    // In a private chat the sender's name is a remark that staff may change; the chat stays.
    private static ContactKey Of(string agentId, string chatId, string sender, bool isGroup) =>
        new(agentId, chatId, isGroup ? sender.Trim() : "");
}
