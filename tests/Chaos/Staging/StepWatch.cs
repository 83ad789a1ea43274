namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>A step of a message's way that can be seen from between the processes.</summary>
internal enum Step
{
    /// <summary>A captured message is on its way to the server.</summary>
    Uploading,

    /// <summary>The server has it; the agent does not know yet.</summary>
    Uploaded,

    /// <summary>A model is asked for the answer.</summary>
    Generating,

    /// <summary>The decision is on its way to the agent.</summary>
    Decided,

    /// <summary>The agent asks before it types, or before it presses Enter.</summary>
    GateAsked,

    /// <summary>The last gate lets it pass; the agent does not know yet.</summary>
    Granted,

    /// <summary>The text stands in the input box; the agent does not know yet.</summary>
    Typed,

    /// <summary>Enter is about to be pressed.</summary>
    Entering,

    /// <summary>Enter was pressed; the agent does not know yet.</summary>
    Entered,

    /// <summary>The outcome is on its way to the server.</summary>
    Reported,

    /// <summary>The server has the outcome; the agent does not know yet.</summary>
    Acknowledged,
}

/// <summary>
/// Lets a fault strike at the very moment a step is reached: whoever reaches it stands still until the strike is over.
/// Concurrency: one ambush at a time, and one victim an ambush.
/// </summary>
internal sealed class StepWatch
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(5);

    private volatile Ambush? _ambush;

    /// <summary>Waits until the step is reached, strikes, and lets it go on.</summary>
    /// <remarks><paramref name="account"/> is whose step it is; everybody's when absent.</remarks>
    /// <returns>False when nobody came by in time, and nothing was struck.</returns>
    public async Task<bool> StrikeAtAsync(Step step, string? account, TimeSpan patience, Func<Task> strike, CancellationToken ct)
    {
        var ambush = new Ambush(step, account);
        _ambush = ambush;
        try
        {
            await ambush.Reached.Task.WaitAsync(patience, ct);
            await strike();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            _ambush = null;
            ambush.Released.TrySetResult();
        }
    }

    /// <summary>An account has come to a step. Steps that no account can be named for belong to none.</summary>
    public async Task ReachedAsync(Step step, string? account, CancellationToken ct)
    {
        if (_ambush is { } ambush && ambush.Step == step && (ambush.Account is null || account is null || ambush.Account == account)
            && ambush.Reached.TrySetResult())
        {
            await ambush.Released.Task.WaitAsync(LongestHold, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed record Ambush(Step Step, string? Account)
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
