using System.Text.Json;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>How a message looks in an outbox row: as in the transport's envelope, so that one can become the other.</summary>
internal static class OutboxJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
}
