using MassTransit;

namespace WeChatPlatform.Messaging.Poison;

/// <summary>With RabbitMQ, what the error queue keeps of a failure: when, and a reason without the exception's own words.</summary>
internal sealed class ReasonFilter : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var headers = context.ExceptionHeaders;
        foreach (var name in headers.Select(header => header.Key).ToList())
        {
            if (name.StartsWith(ErrorQueues.FaultPrefix, StringComparison.Ordinal) && name != ErrorQueues.FaultTime)
            {
                headers.Set(name, null);
            }
        }

        headers.Set(FailureReason.Header, FailureReason.Of(context.Exception));
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("poisonReason");
}
