using MassTransit;
using MassTransit.Configuration;

namespace WeChatPlatform.Messaging.Measuring;

/// <summary>
/// Puts a queue's meter in front of each kind of message that it handles. A filter of the endpoint would not do: MassTransit
/// runs those inside of the retries of each message, once a try.
/// </summary>
internal sealed class MeteredMessages : ConfigurationObserver, IMessageConfigurationObserver
{
    private readonly ConsumerMeter meter;

    private MeteredMessages(IReceiveEndpointConfigurator endpoint, ConsumerMeter meter)
        : base(endpoint)
    {
        this.meter = meter;
        Connect(this);
    }

    /// <remarks>To be called before retries are configured: what is added first is outermost.</remarks>
    public static void Measure(IReceiveEndpointConfigurator endpoint, ConsumerMeter meter) => _ = new MeteredMessages(endpoint, meter);

    public void MessageConfigured<TMessage>(IConsumePipeConfigurator configurator)
        where TMessage : class =>
        configurator.AddPipeSpecification(new FilterPipeSpecification<ConsumeContext<TMessage>>(new Meter<TMessage>(meter)));

    private sealed class Meter<TMessage>(ConsumerMeter meter) : IFilter<ConsumeContext<TMessage>>
        where TMessage : class
    {
        public Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next) =>
            meter.MeasureAsync(context, () => next.Send(context));

        public void Probe(ProbeContext context) => context.CreateFilterScope("consumerMeter");
    }
}
