using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Compliance.Node;

/// <summary>
/// Kills its own process at a fail point. One death strikes everywhere: what reaches the point first in a place (a queue, a
/// module's relay) stops there, everything else goes on, and when something stands at the point in every place the process
/// gets SIGKILL.
/// </summary>
internal sealed class Striker(Evidence evidence, bool follows) : IFailPoints
{
    private volatile Strike? strike;

    /// <summary>From now on the point is deadly.</summary>
    /// <param name="point">One of the fail points.</param>
    /// <param name="passes">How many messages get past it in each place before one is held.</param>
    public void Arm(FailPoint point, int passes) =>
        strike = new Strike(point, passes, [.. ModuleUnderTest.All.SelectMany(module => PlacesOf(module, point))]);

    public async ValueTask ReachAsync(FailPoint point, string place, Guid? messageId)
    {
        if (point == FailPoint.BeforePublish)
        {
            evidence.Sent(messageId!.Value);
        }

        if (strike is not { } armed || armed.Point != point || !armed.Holds(place))
        {
            return;
        }

        if (armed.IsEverywhere)
        {
            evidence.Struck(point);
            Process.GetCurrentProcess().Kill();
        }

        await Task.Delay(Timeout.Infinite);
    }

    private IEnumerable<string> PlacesOf(ModuleUnderTest module, FailPoint point) => point switch
    {
        FailPoint.BeforePublish or FailPoint.AfterPublish or FailPoint.AfterConfirm => [module.Name],
        FailPoint.AfterInboxRow => QueuesOf(module).Except(module.OneBatchQueues),
        _ => QueuesOf(module),
    };

    private IEnumerable<string> QueuesOf(ModuleUnderTest module) => follows ? module.Queues.Append(module.FollowQueue) : module.Queues;

    private sealed class Strike(FailPoint point, int passes, IReadOnlyCollection<string> places)
    {
        private readonly ConcurrentDictionary<string, int> reached = new(StringComparer.Ordinal);
        private int held;

        public FailPoint Point => point;

        public bool IsEverywhere => Volatile.Read(ref held) == places.Count;

        public bool Holds(string place)
        {
            if (!places.Contains(place) || reached.AddOrUpdate(place, 1, (_, count) => count + 1) != passes + 1)
            {
                return false;
            }

            Interlocked.Increment(ref held);
            return true;
        }
    }
}

/// <summary>The point behind a consumer and in front of the acknowledgement.</summary>
internal sealed class ConsumeEnd(IFailPoints failPoints) : IConsumeObserver
{
    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        var address = context.ReceiveContext.InputAddress.AbsolutePath;
        return failPoints.ReachAsync(
            FailPoint.BeforeAcknowledge, address[(address.LastIndexOf('/') + 1)..], context.MessageId).AsTask();
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
