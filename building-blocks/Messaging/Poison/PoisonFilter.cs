using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace WeChatPlatform.Messaging.Poison;

/// <summary>In memory, a message that failed all its tries is put into its module's poison table with the reason.</summary>
internal sealed class PoisonFilter(PoisonTable table, MessageCatalog.Queue queue) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var envelope = JsonSerializer.Deserialize<JsonMessageEnvelope>(
            context.Body.GetBytes(), SystemTextJsonMessageSerializer.Options)
            ?? throw new JsonException("The message has no envelope.");
        var messageId = Guid.Parse(envelope.MessageId ?? throw new JsonException("The envelope has no message id."));
        var type = envelope.MessageType?.FirstOrDefault() ?? "";

        await table.AddAsync(
            queue,
            messageId,
            TypeName(type),
            envelope.Message is JsonElement body ? body.GetRawText() : "{}",
            FailureReason.Of(context.Exception),
            CancellationToken.None);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("poisonTable");

    // urn:message:WeChatPlatform.Contracts:IdentifyCustomer names WeChatPlatform.Contracts.IdentifyCustomer.
    private static string TypeName(string urn) =>
        urn.Replace("urn:message:", "", StringComparison.Ordinal).Replace(':', '.');
}
