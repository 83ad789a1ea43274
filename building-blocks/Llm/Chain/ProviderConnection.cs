using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace WeChatPlatform.Llm;

/// <summary>
/// What is kept for one provider as long as its settings stay: its clients, and its pipeline, from the outside in: the time of
/// its turn, retries, the breaker, the number of requests at once, the time of one try.
/// </summary>
internal sealed class ProviderConnection : IDisposable
{
    // Longer bans are looked at again all the same: nobody is served by believing a wrong header for a day.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);

    // Places in the queue for each request that may be under way.
    private const int QueuePerRequest = 4;

    private readonly ConfiguredProvider _provider;
    private readonly LlmOptions _options;
    private readonly ChatConnector _connector;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrencyLimiter _limiter;
    private readonly ResiliencePipeline _pipeline;
    private readonly ConcurrentDictionary<string, IChatClient> _clients = new(StringComparer.Ordinal);
    private long _restUntil;

    public ProviderConnection(ConfiguredProvider provider, LlmOptions options, ChatConnector connector, TimeProvider time, ILogger logger)
    {
        (_provider, _options, _connector, _time, _logger) = (provider, options, connector, time, logger);
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = provider.MaxConcurrency,
            QueueLimit = provider.MaxConcurrency * QueuePerRequest,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = tried => ValueTask.FromResult(AtLeastATick(TurnOf(tried.Context).Remaining)) })
            .AddRetry(Retry())
            .AddCircuitBreaker(Breaker())
            .AddStrategy(_ => new ConcurrencyStrategy(_limiter), new ConcurrencyStrategyOptions())
            .AddTimeout(TimeSpan.FromSeconds(provider.TryTimeoutSeconds ?? options.TryTimeoutSeconds))
            .Build();
    }

    public string Version => _provider.Version;

    /// <summary>Whether the provider asked to be left alone, and the time is not over.</summary>
    public bool Rests => Interlocked.Read(ref _restUntil) > _time.GetUtcNow().UtcTicks;

    /// <exception cref="LlmException">There is no answer.</exception>
    /// <exception cref="TimeoutRejectedException">There is none in time.</exception>
    /// <exception cref="BrokenCircuitException">The provider is taken out; nothing was sent.</exception>
    /// <exception cref="ProviderBusyException">It has enough to do; nothing was sent.</exception>
    public async Task<ChatResponse> AskAsync(ChainRun run, LlmTarget target, bool othersWait, CancellationToken ct)
    {
        var client = _clients.GetOrAdd(target.Model, model => _connector.Connect(_provider, model));
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(ChainRun.TurnKey, new ProviderTurn(run, _provider, target, client, othersWait));
        try
        {
            return await _pipeline.ExecuteAsync(
                static (within, self) => new ProviderTry(TurnOf(within), self._connector, self._time).AskAsync(within.CancellationToken),
                context,
                this);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _limiter.Dispose();

    private static ProviderTurn TurnOf(ResilienceContext context) => context.Properties.GetValue(ChainRun.TurnKey, defaultValue: null!);

    // A timeout of nothing would be none.
    private static TimeSpan AtLeastATick(TimeSpan time) => time > TimeSpan.FromMilliseconds(1) ? time : TimeSpan.FromMilliseconds(1);

    private RetryStrategyOptions Retry() => new()
    {
        MaxRetryAttempts = Math.Max(1, _options.MaxRetries),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(_options.RetryDelaySeconds),
        ShouldHandle = tried => ValueTask.FromResult(
            _options.MaxRetries > 0 && IsWorthAnotherTry(tried.Outcome.Exception, TurnOf(tried.Context))),
        DelayGenerator = tried => ValueTask.FromResult((tried.Outcome.Exception as LlmException)?.RetryAfter),
        OnRetry = tried =>
        {
            _logger.TriedAgain(
                _provider.Id,
                TurnOf(tried.Context).Target.Model,
                (LlmChain.FailureOf(tried.Outcome.Exception) ?? LlmFailure.Unavailable).ToWord(),
                tried.AttemptNumber + 1,
                tried.RetryDelay.TotalMilliseconds);
            return ValueTask.CompletedTask;
        },
    };

    private bool IsWorthAnotherTry(Exception? failure, ProviderTurn turn)
    {
        if (turn.Run.IsVisible || failure is LlmException { Failure: LlmFailure.Rejected })
        {
            return false;
        }

        // No money comes back by asking again.
        var isSpent = failure is LlmException { Objection: ProviderObjection.Quota };
        if (failure is LlmException { RetryAfter: { } wait })
        {
            var longest = TimeSpan.FromSeconds(turn.OthersWait ? _options.SwitchAfterSeconds : _options.MaxRetryAfterSeconds);
            var waits = !isSpent && wait <= longest && wait < turn.Remaining;
            if (!waits)
            {
                Rest(wait);
            }

            return waits;
        }

        return failure switch
        {
            _ when isSpent => false,
            LlmException { Failure: LlmFailure.RateLimited or LlmFailure.Unavailable } => true,

            // A provider that is slow now is slow in a second: while another can answer, its time is worth more.
            LlmException { Failure: LlmFailure.Timeout } or TimeoutRejectedException => !turn.OthersWait,
            _ => false,
        };
    }

    private void Rest(TimeSpan asked)
    {
        var time = asked < LongestRest ? asked : LongestRest;
        Interlocked.Exchange(ref _restUntil, (_time.GetUtcNow() + time).UtcTicks);
        _logger.LeftAlone(_provider.Id, time.TotalSeconds);
    }

    private CircuitBreakerStrategyOptions Breaker() => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = _options.BreakerFailures,
        SamplingDuration = TimeSpan.FromSeconds(_options.BreakerSeconds),
        BreakDuration = TimeSpan.FromSeconds(_options.BreakerSeconds),

        // A refused question says nothing about the next one; a full queue is our own limit.
        ShouldHandle = tried => ValueTask.FromResult(
            tried.Outcome.Exception is TimeoutRejectedException
            || tried.Outcome.Exception is LlmException { Failure: not LlmFailure.Rejected }),
        OnOpened = opened =>
        {
            _logger.TakenOut(_provider.Id, opened.BreakDuration.TotalSeconds);
            return ValueTask.CompletedTask;
        },
        OnClosed = closed =>
        {
            _logger.IsBack(_provider.Id);
            return ValueTask.CompletedTask;
        },
    };

    private sealed class ConcurrencyStrategyOptions : ResilienceStrategyOptions
    {
        public ConcurrencyStrategyOptions() => Name = "Concurrency";
    }
}
