using System.Diagnostics;
using Xunit;

namespace WeChatPlatform.Testing;

/// <summary>What a test waited for did not come.</summary>
public sealed class ExpectationNotMetException(string description, TimeSpan within, Exception? last)
    : Exception($"Expected within {within.TotalSeconds:0.#} s: {description}.{(last is null ? "" : " Last failure: " + last.Message)}", last);

/// <summary>Waiting for what other threads and processes do, in real time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Returns as soon as the condition holds. A condition that throws does not hold yet: the last exception becomes part
    /// of the failure.
    /// </summary>
    /// <param name="description">What is expected, as it shall stand in the failure: "the reply is delivered".</param>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="within">Ten seconds when absent.</param>
    /// <param name="every">How often it is asked: each 20 ms when absent. Longer where asking costs more than knowing late.</param>
    /// <exception cref="ExpectationNotMetException">The time is over.</exception>
    public static async Task Holds(string description, Func<Task<bool>> condition, TimeSpan? within = null, TimeSpan? every = null)
    {
        var limit = within ?? Patience;
        var clock = Stopwatch.StartNew();
        while (true)
        {
            Exception? failure = null;
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (Exception thrown)
            {
                failure = thrown;
            }

            if (clock.Elapsed >= limit)
            {
                throw new ExpectationNotMetException(description, limit, failure);
            }

            await Task.Delay(every ?? Interval, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc cref="Holds(string, Func{Task{bool}}, TimeSpan?, TimeSpan?)"/>
    public static Task Holds(string description, Func<bool> condition, TimeSpan? within = null, TimeSpan? every = null) =>
        Holds(description, () => Task.FromResult(condition()), within, every);
}
