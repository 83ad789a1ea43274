using System.Threading.RateLimiting;
using Polly;

namespace WeChatPlatform.Llm;

/// <summary>Lets only so many requests through to one provider; some more wait their turn, the rest are turned away.</summary>
internal sealed class ConcurrencyStrategy(ConcurrencyLimiter limiter) : ResilienceStrategy
{
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        RateLimitLease lease;
        try
        {
            lease = await limiter.AcquireAsync(permitCount: 1, context.CancellationToken);
        }
        catch (OperationCanceledException given)
        {
            return Outcome.FromException<TResult>(given);
        }

        using (lease)
        {
            return lease.IsAcquired ? await callback(context, state) : Outcome.FromException<TResult>(new ProviderBusyException());
        }
    }
}

/// <summary>As many requests to a provider as may be are under way, and as many as may be wait. Nothing was sent.</summary>
internal sealed class ProviderBusyException() : Exception("The provider has all the requests that it may have at once.");
